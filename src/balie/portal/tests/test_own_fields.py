"""Custom fields on the portal."""

import pytest
from django.core.cache import cache
from django.test import Client

from balie.custom_fields.types import Type
from balie.portal.tests.test_asking import PATH, filled_in
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_records import Portal
from balie.tickets.models import Ticket
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def test_contacts_fill_in_and_read_what_they_are_shown(world: World, client: Client) -> None:
    serial = made("serial", opening=True, portal=Portal.WRITE)
    hidden = made("cause", Type.CHOICE, opening=True)
    read = made("place", Type.CHOICE, default="till", portal=Portal.READ)
    page = client.get(PATH).content.decode()
    assert f'name="field-{serial}"' in page
    assert f'name="field-{hidden}"' not in page
    assert f'name="field-{read}"' not in page
    refused = client.post(PATH, filled_in())
    assert refused.status_code == 422
    assert "This is needed." in refused.content.decode()
    client.post(PATH, filled_in(**{f"field-{serial}": "T-3", f"field-{hidden}": "till"}))
    ticket = Ticket.objects.latest("pk")
    assert ticket.fields == {str(serial): "T-3", str(read): "till"}


def test_a_request_shows_what_its_contact_may_read(world: World, client: Client) -> None:
    from balie.tickets.links import ticket_link

    serial, hidden = made("serial", portal=Portal.READ), made("cause")
    ticket = world.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(fields={str(serial): "T-3", str(hidden): "Rain"})
    client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk))
    page = client.get(f"/requests/{ticket.pk}/").content.decode()
    assert "T-3" in page
    assert "Rain" not in page


def test_a_field_of_another_kind_is_not_needed(world: World, client: Client) -> None:
    made("serial", opening=True, portal=Portal.WRITE, kinds=["incident"])
    assert client.post(PATH, filled_in(kind="question")).status_code == 302
    assert client.post(PATH, filled_in(kind="incident")).status_code == 422

"""Custom fields on the portal."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balie.custom_fields.types import Type
from balie.files.models import Blob
from balie.files.storage import store
from balie.portal.tests.test_asking import PATH, filled_in
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_file_records import FieldFile
from balie.tickets.field_records import Portal
from balie.tickets.links import ticket_link
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


def png(name: str = "till.png", data: bytes = b"till") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def test_files_are_handed_in_and_fetched_again(world: World, client: Client) -> None:
    photo = made("photo", Type.FILE, opening=True, accepts="pictures", portal=Portal.WRITE)
    page = client.get(PATH).content.decode()
    assert f'name="field-{photo}"' in page
    assert 'accept=".png,' in page
    for files, words in (((), "This is needed."), ((png("form.pdf"),), "pictures only"), ((png(), png()), "1 file.")):
        refused = client.post(PATH, filled_in(**{f"field-{photo}": list(files)}))
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert not Blob.objects.exists()
    for _twice in range(2):
        client.post(PATH, filled_in(**{f"field-{photo}": png()}))
    (file,) = FieldFile.objects.all()
    address = f"/files/fields/{file.pk}/till.png"
    assert client.get(address).status_code == 404
    client.get(ticket_link(ticket_id=file.ticket_id, contact_id=file.ticket.requester_id))
    assert f'href="{address}"' in client.get(f"/requests/{file.ticket_id}/").content.decode()
    served = client.get(address)
    assert served.getvalue() == b"till"
    assert served["Content-Disposition"].startswith("attachment")


def test_another_file_makes_another_request(world: World, client: Client) -> None:
    photo = made("photo", Type.FILE, portal=Portal.WRITE)
    for data in (b"one", b"two"):
        client.post(PATH, filled_in(**{f"field-{photo}": png(data=data)}))
    assert FieldFile.objects.values("ticket").distinct().count() == 2


def test_nothing_is_stored_of_too_many_requests_or_programs(world: World, client: Client) -> None:
    photo = made("photo", Type.FILE, portal=Portal.WRITE)
    client.post(PATH, filled_in(website="x", **{f"field-{photo}": png(data=b"trap")}))
    assert not Blob.objects.exists()
    answers = [
        client.post(PATH, filled_in(subject=str(n), **{f"field-{photo}": png(data=b"%d" % n)})) for n in range(9)
    ]
    assert answers[-1].status_code == 429
    assert FieldFile.objects.count() == Blob.objects.count() == 8


def test_what_the_desk_alone_sees_is_not_fetched(world: World, client: Client) -> None:
    ticket, hidden = world.ticket(), made("scan", Type.FILE)
    blob = store(b"scan")
    file = FieldFile.objects.create(
        ticket=ticket, field_id=hidden, blob_id=blob.pk, filename="s.png", content_type="image/png", size=4
    )
    Ticket.objects.filter(pk=ticket.pk).update(fields={str(hidden): [str(file.pk)]})
    client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk))
    assert "s.png" not in client.get(f"/requests/{ticket.pk}/").content.decode()
    assert client.get(f"/files/fields/{file.pk}/s.png").status_code == 404

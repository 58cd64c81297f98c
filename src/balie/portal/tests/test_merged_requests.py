"""A request that was put together with another."""

import pytest
from django.test import Client

from balie.accounts.models import User
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.links import ticket_link
from balie.tickets.merging import merge
from balie.tickets.models import Message, Ticket
from tests.cast import FARID
from tests.support.world import World


@pytest.fixture
def pair(world: World) -> tuple[Ticket, Ticket]:
    """Emma's, and Farid's that was merged into it."""
    stays = world.ticket(text="The till is silent.")
    gone = world.ticket(subject="No paper", text="Nothing comes out.", requester=world.farid)
    merge(target_id=stays.pk, source_ids=[gone.pk], actor=SYSTEM)
    return stays, gone


@pytest.fixture
def farid(world: World) -> Client:
    client = Client()
    user = user_for(FARID.email)
    assert user
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    return client


def test_whoever_asked_it_is_led_on(farid: Client, pair: tuple[Ticket, Ticket]) -> None:
    stays, gone = pair
    answer = farid.get(f"/requests/{gone.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/requests/{stays.pk}/", 302)]
    assert b"Nothing comes out." in answer.content
    listed = farid.get("/requests/").content.decode()
    assert f"/requests/{stays.pk}/" in listed
    assert f"/requests/{gone.pk}/" not in farid.get("/requests/?show=solved").content.decode()


def test_a_link_to_it_leads_on_and_its_holder_can_write(world: World, pair: tuple[Ticket, Ticket]) -> None:
    stays, gone = pair
    holder = Client()
    answer = holder.get(ticket_link(ticket_id=gone.pk, contact_id=world.farid.pk), follow=True)
    assert answer.redirect_chain[-1][0] == f"/requests/{stays.pk}/"
    holder.post(f"/requests/{gone.pk}/", {"text": "Still nothing."})
    message = Message.objects.latest("pk")
    assert (message.ticket, message.author_contact, message.unverified) == (stays, world.farid, False)
    assert Client().get(f"/requests/{stays.pk}/").status_code == 302


def test_whoever_was_taken_out_of_the_other_reads_nothing_of_it(farid: Client, pair: tuple[Ticket, Ticket]) -> None:
    stays, gone = pair
    stays.participants.all().delete()
    answer = farid.get(f"/requests/{gone.pk}/")
    assert answer.status_code == 200
    assert b"in which you take no part" in answer.content
    assert b"The till is silent." not in answer.content
    assert farid.get(f"/requests/{stays.pk}/").status_code == 404

"""What has no name or no subject is called so in the reader's language, on every screen that shows it."""

import re

import pytest
from django.test import Client

from balie.accounts.models import User
from balie.desk.tests.desk import BACKEND, text
from balie.people.identities import contact_for
from balie.people.models import NOBODY
from balie.tickets.models import Ticket
from tests.support.world import World


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(subject="", text="The till says nothing.", requester=contact_for(email=NOBODY, name="A. Liar"))


def reads(user: User, language: str) -> Client:
    User.objects.filter(pk=user.pk).update(language=language)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("place", ["/desk/", "/desk/tickets/{0}/", "/desk/search/?q=till"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("(no subject)", "Unknown sender")), ("de", ("(kein Betreff)", "Unbekannter Absender"))],
)
def test_a_ticket_without_subject_or_sender(
    world: World, ticket: Ticket, place: str, language: str, words: tuple[str, str]
) -> None:
    page = text(reads(world.chiara, language).get(place.format(ticket.pk)))
    for word in words:
        assert word in page
    assert NOBODY not in page
    assert "A. Liar" not in page


def test_the_subject_to_be_changed_is_empty(world: World, ticket: Ticket) -> None:
    page = text(reads(world.chiara, "nl").get(f"/desk/tickets/{ticket.pk}/"))
    field = re.search(r'<input[^>]*id="new-subject"[^>]*>', page)
    assert field
    assert "geen onderwerp" not in field[0]

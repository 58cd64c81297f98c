"""Users who asked for a code and never used it are not kept for ever."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from balie.accounts.models import Role, User
from balie.accounts.tokens import make_token
from balie.accounts.users import add_user
from balie.core.clock import now
from balie.events.actor import Actor
from balie.people.tasks import clean_people
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from tests.cast import EMMA, FARID, OSCAR
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _caught(settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    cache.clear()


def ask(email: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"email": email})
    return client


def sign_in(email: str) -> str:
    """Where it leads."""
    client = ask(email)
    code = str(mail.outbox[-1].body).split("\n\n")[1]
    return client.post("/accounts/login/code/confirm/", {"code": code}).headers["Location"]


def customers_after(days: int) -> set[str]:
    User.objects.update(joined_at=now() - timedelta(days=days))
    clean_people(timestamp=0)
    return set(User.objects.filter(role=Role.CUSTOMER).values_list("email", flat=True))


def test_who_never_used_the_code_is_forgotten_after_a_week(world: World) -> None:
    ask("new@nowhere.example")
    ask(EMMA.email)
    assert customers_after(days=6) == {"new@nowhere.example", EMMA.email}
    assert customers_after(days=8) == set()
    world.emma.refresh_from_db()
    assert world.emma.user is None


def test_who_signed_in_was_added_or_has_a_key_stays(world: World) -> None:
    sign_in(EMMA.email)
    add_user(email=OSCAR.email, role=Role.CUSTOMER)
    ask(FARID.email)
    make_token(user=User.objects.get(email=FARID.email), name="script")
    assert customers_after(days=30) == {EMMA.email, OSCAR.email, FARID.email}


def test_who_wrote_a_message_stays_and_keeps_nobody_else(world: World) -> None:
    for email in (EMMA.email, FARID.email):
        ask(email)
    writer = User.objects.get(email=EMMA.email)
    add_note(ticket_id=world.ticket().pk, content=Content(text="Mine"), actor=Actor.user(writer.pk))
    assert customers_after(days=30) == {EMMA.email}


def test_who_was_forgotten_may_ask_again(world: World) -> None:
    ask(EMMA.email)
    customers_after(days=30)
    assert sign_in(EMMA.email) == "/requests/"

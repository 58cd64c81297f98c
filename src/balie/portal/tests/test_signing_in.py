"""Contacts sign in by a code to their address; nobody learns which addresses are known."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from balie.accounts.models import Role, User
from balie.accounts.users import add_user
from balie.people.identities import contact_for
from balie.people.models import Contact, Identity, IdentityKind
from tests.cast import DIETER, EMMA, OSCAR
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_caught")]


@pytest.fixture
def _caught(settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    cache.clear()


def ask_for_code(client: Client, email: str, **more: str) -> str:
    """What the page says, without what differs by address."""
    answer = client.post("/sign-in/", {"email": email, **more}, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.sub(r'value="[^"]*"|content="[^"]*"', "", page).replace(email, "ADDRESS")


def code_in(message: mail.EmailMessage) -> str:
    return str(message.body).split("\n\n")[1]


def test_a_contact_signs_in_by_the_code_and_sees_their_requests(client: Client, world: World) -> None:
    ticket = world.ticket()
    ask_for_code(client, "Emma@Fietsfabriek.example")
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0])}, follow=True)
    assert answer.redirect_chain[-1][0] == "/requests/"
    assert ticket.subject in answer.content.decode()
    user = User.objects.get(email=EMMA.email)
    assert (user.role, user.has_usable_password(), user.contact) == (Role.CUSTOMER, False, world.emma)


def test_they_come_back_to_where_they_wanted_to_go(client: Client, world: World) -> None:
    ticket = world.ticket()
    ask_for_code(client, EMMA.email, next=f"/requests/{ticket.pk}/")
    answer = client.post(
        "/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0]), "next": f"/requests/{ticket.pk}/"}
    )
    assert answer.headers["Location"] == f"/requests/{ticket.pk}/"


def test_a_wrong_code_does_not_let_in(client: Client, world: World) -> None:
    ask_for_code(client, EMMA.email)
    answer = client.post("/accounts/login/code/confirm/", {"code": "000000"})
    assert 'class="field-error"' in answer.content.decode()
    assert client.get("/requests/").status_code == 302


def test_known_unknown_and_barred_addresses_get_the_same_answer(world: World) -> None:
    barred = add_user(email="barred@elsewhere.example", role=Role.CUSTOMER)
    User.objects.filter(pk=barred.pk).update(is_active=False)
    pages = {ask_for_code(Client(), email) for email in (EMMA.email, "new@nowhere.example", barred.email, DIETER.email)}
    assert len(pages) == 1
    assert [message.to for message in mail.outbox] == [[EMMA.email], ["new@nowhere.example"], [DIETER.email]]


def test_an_address_nobody_proved_makes_no_contact(client: Client) -> None:
    ask_for_code(client, "new@nowhere.example")
    assert not Contact.objects.exists()
    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0])}, follow=True)
    assert Identity.objects.get().value == "new@nowhere.example"


def test_each_address_of_a_contact_opens_the_same_requests(client: Client, world: World) -> None:
    ticket = world.ticket()
    Identity.objects.create(contact=world.emma, kind=IdentityKind.EMAIL, value="emma@home.example")
    ask_for_code(Client(), EMMA.email)
    ask_for_code(client, "emma@home.example")
    assert mail.outbox[-1].to == ["emma@home.example"]
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[-1])}, follow=True)
    assert ticket.subject in answer.content.decode()
    assert User.objects.filter(role=Role.CUSTOMER).count() == 1


def test_an_address_added_to_a_contact_never_opens_a_users_account(client: Client, world: World) -> None:
    contact = contact_for(email=DIETER.email)
    Contact.objects.filter(pk=contact.pk).update(user=world.dieter)
    Identity.objects.create(contact=contact, kind=IdentityKind.EMAIL, value=OSCAR.email + ".example")
    ask_for_code(client, OSCAR.email + ".example")
    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0])}, follow=True)
    assert User.objects.get(pk=client.session["_auth_user_id"]).role == Role.CUSTOMER


def test_codes_are_not_sent_without_end(world: World) -> None:
    answers = [Client().post("/sign-in/", {"email": EMMA.email}) for _attempt in range(6)]
    assert answers[-1].status_code == 200
    assert "Too many" in answers[-1].content.decode()
    assert len(mail.outbox) == 5


def test_customers_do_not_get_into_the_desk(client: Client, world: World) -> None:
    client.force_login(add_user(email=EMMA.email, role=Role.CUSTOMER))
    for path in ("/desk/", "/desk/settings/"):
        assert client.get(path).status_code in {302, 403, 404}
        assert client.get(path).headers.get("Location", "/").startswith("/")

"""Signing in and one's own account, through the pages."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from balie.accounts.models import Role, User
from balie.accounts.users import add_user
from tests.cast import ANNA, EMMA, OSCAR

pytestmark = pytest.mark.django_db
PASSWORD = "a calm counter 7"


@pytest.fixture(autouse=True)
def _caught(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def anna() -> User:
    return add_user(email=ANNA.email, name=ANNA.name, role=Role.AGENT, password=PASSWORD)


def sign_in(client: Client, email: str = ANNA.email, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def prove_oneself(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def turn_on_totp(client: Client) -> str:
    """The secret."""
    prove_oneself(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


def test_an_agent_comes_to_the_desk_by_password(client: Client, anna: User) -> None:
    assert 'autocomplete="current-password"' in client.get("/accounts/login/").content.decode()
    assert sign_in(client).headers["Location"] == "/desk/"


def test_a_customer_comes_to_their_requests(client: Client) -> None:
    add_user(email=EMMA.email, role=Role.CUSTOMER, password=PASSWORD)
    assert sign_in(client, EMMA.email).headers["Location"] == "/requests/"


@pytest.mark.parametrize(("email", "password"), [(ANNA.email, "wrong"), (OSCAR.email, PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_get_the_same_words(
    client: Client, anna: User, email: str, password: str
) -> None:
    page = sign_in(client, email, password).content.decode()
    assert "The email address and/or password you specified are not correct." in page
    assert "_auth_user_id" not in client.session


def test_guessing_passwords_is_stopped(client: Client, anna: User) -> None:
    for _attempt in range(6):
        sign_in(client, password="guess")
    assert "_auth_user_id" not in client.session
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_a_deactivated_user_stays_outside(client: Client, anna: User) -> None:
    User.objects.update(is_active=False)
    answer = client.post("/accounts/login/", {"login": ANNA.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").headers["Location"] == "/accounts/login/"
    client.post("/accounts/signup/", {"email": OSCAR.email, "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
@pytest.mark.parametrize(
    "path",
    [
        "profile/",
        "password/change/",
        "sessions/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "logout/",
    ],
)
def test_each_page_of_the_account_stands(client: Client, role: str, path: str) -> None:
    add_user(email=ANNA.email, role=role, password=PASSWORD)
    sign_in(client)
    prove_oneself(client)
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page), (
        "the policy forbids what stands in the page"
    )


def test_the_index_leads_to_the_profile(client: Client, anna: User) -> None:
    for path in ("", "email/", "confirm-email/", "confirm-email/abc/"):
        assert client.get(f"/accounts/{path}").headers["Location"] == "/accounts/profile/"


def test_a_profile_is_changed_and_shows_at_once(client: Client, anna: User) -> None:
    sign_in(client)
    given: dict[str, object] = {
        "name": "Anna V.",
        "language": "nl",
        "time_zone": "Europe/Rome",
        "theme": "dark",
        "signature": "Groet",
    }
    given |= {"undo_seconds": 5}
    answer = client.post("/accounts/profile/", given)
    assert answer.status_code == 302
    anna.refresh_from_db()
    assert {field: getattr(anna, field) for field in given} == given
    page = client.get("/accounts/profile/").content.decode()
    assert '<html lang="nl" data-theme="dark"' in page
    assert 'data-time-zone="Europe/Rome"' in page


def test_a_profile_with_an_unknown_zone_is_refused(client: Client, anna: User) -> None:
    sign_in(client)
    answer = client.post(
        "/accounts/profile/", {"name": "Anna", "language": "nl", "time_zone": "Mars/Base", "theme": "dark"}
    )
    assert answer.status_code == 422
    anna.refresh_from_db()
    assert anna.language == "en"


def test_a_forgotten_password_is_replaced_by_a_link(client: Client, anna: User) -> None:
    page = client.post("/accounts/password/reset/", {"email": ANNA.email}, follow=True)
    assert "If this address can sign in here" in page.content.decode()
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    answer = client.post(
        form.redirect_chain[-1][0], {"password1": "another calm 8", "password2": "another calm 8"}, follow=True
    )
    assert "Your new password is saved" in answer.content.decode()
    assert sign_in(Client(), password="another calm 8").status_code == 302
    used = client.get(link[1], follow=True)
    assert "This link no longer works" in used.content.decode()


def test_an_unknown_address_gets_no_mail_and_the_same_words(client: Client, anna: User) -> None:
    page = client.post("/accounts/password/reset/", {"email": OSCAR.email}, follow=True)
    assert "If this address can sign in here" in page.content.decode()
    assert not mail.outbox


def test_a_changed_password_ends_other_sessions_and_is_told_by_mail(client: Client, anna: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    given = {"oldpassword": PASSWORD, "password1": "another calm 8", "password2": "another calm 8"}
    client.post("/accounts/password/change/", given)
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]


@pytest.mark.django_db(transaction=True)  # the mail goes out after the commit
def test_a_second_factor_is_asked_for_once_it_is_on(client: Client, anna: User) -> None:
    sign_in(client)
    secret = turn_on_totp(client)
    assert [message.subject for message in mail.outbox] == ["An authenticator app was added"]
    cache.clear()  # the code of this half minute was used already
    other = Client()
    assert sign_in(other).headers["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/desk/").status_code == 302
    assert other.get("/accounts/2fa/authenticate/").status_code == 200
    assert 'class="field-error"' in other.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).headers["Location"] == "/desk/"


def test_recovery_codes_are_shown_and_work_once(client: Client, anna: User) -> None:
    sign_in(client)
    turn_on_totp(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\w+)</code>", page)
    assert len(codes) == 10
    text = client.get("/accounts/2fa/recovery-codes/download/")
    assert codes == text.content.decode().split()
    for expected in ("/desk/", None):
        cache.clear()
        other = Client()
        sign_in(other)
        answer = other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert answer.headers.get("Location") == expected


def test_a_second_factor_is_taken_off_only_by_who_proves_it_is_them(client: Client, anna: User) -> None:
    sign_in(client)
    turn_on_totp(client)
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_what_protects_the_account_asks_for_the_password_again(client: Client, anna: User) -> None:
    sign_in(client)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Is it you?" in page
    wrong = client.post("/accounts/reauthenticate/", {"password": "wrong"}).content.decode()
    assert 'class="field-error"' in wrong
    given = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    assert client.post("/accounts/reauthenticate/", given).headers["Location"] == given["next"]


def test_devices_are_listed_and_signed_out(client: Client, anna: User) -> None:
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU) Version/18 Mobile Safari/604"})
    sign_in(elsewhere)
    sign_in(client)
    page = client.get("/accounts/sessions/").content.decode()
    assert "Safari on iPhone" in page and "This device" in page
    path = re.search(r"/accounts/sessions/\d+/", page)
    assert path
    stranger = Client()
    add_user(email=OSCAR.email, role=Role.CUSTOMER, password=PASSWORD)
    sign_in(stranger, OSCAR.email)
    stranger.post(path[0])
    assert elsewhere.get("/accounts/profile/").status_code == 200
    client.post(path[0])
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert client.get("/accounts/profile/").status_code == 200


def test_signing_out_needs_more_than_a_link(client: Client, anna: User) -> None:
    sign_in(client)
    client.get("/accounts/logout/")
    assert client.get("/accounts/profile/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/accounts/profile/").status_code == 302


def test_a_passkey_can_be_asked_for_without_an_address(client: Client) -> None:
    answer = client.get("/accounts/2fa/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["userVerification"] == "required" or options["challenge"]

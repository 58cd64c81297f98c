"""What no text can hold is the sender's mistake, wherever it is sent, and never an error of ours."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from balie.accounts.tokens import make_token
from tests.support.world import World

BAD = "a\0b"


@pytest.fixture
def anna(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.anna)
    return client


@pytest.mark.parametrize(
    "path",
    ["/desk/?words=a%00b", "/desk/?tag=a%00b", "/desk/search/?q=%00", "/search/?q=%00", "/articles/a%00b/", "/r/%00/",
     "/accounts/login/?next=/%00"],
)  # fmt: skip
def test_in_an_address(anna: Client, path: str) -> None:
    assert anna.get(path).status_code in {400, 404}


@pytest.mark.parametrize(("name", "field"), [("subject", "subject"), ("tags", "tags"), ("messages", "body")])
def test_in_what_an_agent_writes(world: World, anna: Client, name: str, field: str) -> None:
    ticket = world.ticket(team=world.it)
    answer = anna.post(f"/desk/tickets/{ticket.pk}/{name}/", {field: BAD})
    assert answer.status_code == 400
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("path", ["/requests/new/", "/sign-in/", "/accounts/login/", "/language/"])
def test_in_what_a_stranger_writes(client: Client, db: None, path: str) -> None:
    fields = ("email", "login", "password", "subject", "text", "language")
    assert client.post(path, dict.fromkeys(fields, BAD)).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "django_language", "csrftoken", "messages", "theme"])
def test_in_a_cookie(client: Client, db: None, name: str) -> None:
    """As a quoted value may hold it."""
    for path in ("/", "/desk/", "/api/v1/tickets"):
        assert client.get(path, headers={"Cookie": rf'{name}="\000bcdefghijk"'}).status_code == 400


def test_in_what_a_browser_says_of_a_file(anna: Client) -> None:
    for name, kind in (("a.txt", "text/\0plain"), ("a\0b.zzz", "text/plain")):
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        body = f"{head}words\r\n--b--\r\n".encode()
        answer = anna.generic("POST", "/desk/uploads/", body, "multipart/form-data; boundary=b")
        assert answer.status_code in {201, 400}


def test_the_api_says_it_in_its_own_words(world: World, client: Client) -> None:
    client.raise_request_exception = False
    key = {"Authorization": f"Bearer {make_token(user=world.anna, name='script')}"}
    answer = client.get(f"/api/v1/search?{urlencode({'q': BAD})}", headers=key)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")

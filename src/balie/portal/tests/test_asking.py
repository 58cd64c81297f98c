"""The form for everybody."""

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.people.models import Contact
from balie.tickets.models import Attachment, Message, Ticket
from tests.cast import EMMA, HENRY
from tests.support.world import World

pytestmark = pytest.mark.django_db
PATH = "/requests/new/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def filled_in(**changes: Any) -> dict[str, Any]:
    given = {
        "name": HENRY.name,
        "email": HENRY.email,
        "kind": "incident",
        "subject": "The lamp flickers",
        "website": "",
    }
    return given | {"text": "Since yesterday.\r\nIn the kitchen."} | changes


def test_anybody_may_ask(client: Client) -> None:
    answer = client.post(PATH, filled_in(), follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.kind, ticket.channel) == ("The lamp flickers", "incident", "portal")
    assert ticket.requester.name == HENRY.name
    assert Message.objects.get().text == "Since yesterday.\nIn the kitchen."
    assert f"#{ticket.pk}" in answer.content.decode()


def test_asking_for_somebody_opens_nothing_of_theirs(client: Client, world: World) -> None:
    client.post(PATH, filled_in(email=EMMA.email, name="Somebody"))
    ticket = Ticket.objects.get()
    assert ticket.requester == world.emma
    assert world.emma.name == EMMA.name
    assert client.get(f"/requests/{ticket.pk}/").status_code == 302


def test_an_empty_file_is_kept_as_it_is(client: Client) -> None:
    client.post(PATH, filled_in(attachments=[SimpleUploadedFile("empty.log", b"")]))
    assert list(Attachment.objects.values_list("filename", "blob__size")) == [("empty.log", 0)]


def test_who_is_signed_in_is_not_asked_who_they_are(client: Client, world: World) -> None:
    client.force_login(add_user(email=EMMA.email, role=Role.CUSTOMER))
    page = client.get(PATH).content.decode()
    assert 'name="email"' not in page
    answer = client.post(PATH, {"kind": "question", "subject": "Opening hours", "text": "When?", "email": HENRY.email})
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/requests/{ticket.pk}/"
    assert ticket.requester == world.emma


def test_files_come_along(client: Client) -> None:
    files = [SimpleUploadedFile("lamp.png", b"\x89PNG", "image/png"), SimpleUploadedFile("bill.pdf", b"%PDF")]
    client.post(PATH, filled_in(attachments=files))
    assert sorted(Attachment.objects.values_list("filename", "size")) == [("bill.pdf", 4), ("lamp.png", 4)]


@pytest.mark.parametrize("missing", ["name", "email", "subject", "text", "kind"])
def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, missing: str) -> None:
    answer = client.post(PATH, filled_in(**{missing: ""}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="field-error"') == 1
    for field in {"name", "email", "subject"} - {missing}:
        assert str(filled_in()[field]) in page
    assert not Ticket.objects.exists()


def test_a_file_that_is_too_large_is_named(client: Client, settings: Any) -> None:
    settings.BALIE_UPLOAD_SIZE_LIMIT = 1024**2
    files = [SimpleUploadedFile("film.mp4", b"x" * (1024**2 + 1))]
    answer = client.post(PATH, filled_in(attachments=files))
    assert "film.mp4 is too large: 1 MB is the most we can take." in answer.content.decode()
    assert not Ticket.objects.exists()


def test_the_same_sent_twice_is_one_request_and_other_words_are_another(client: Client) -> None:
    for _attempt in range(2):
        answer = client.post(PATH, filled_in(), follow=True)
        assert "We have it" in answer.content.decode()
    assert Ticket.objects.count() == 1
    client.post(PATH, filled_in(text="Since yesterday. In the hall."))
    client.post(PATH, filled_in(attachments=[SimpleUploadedFile("lamp.log", b"off")]))
    client.post(PATH, filled_in(attachments=[SimpleUploadedFile("lamp.log", b"on!")]))
    client.post(PATH, filled_in(email=EMMA.email))
    assert Ticket.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_clicks_that_arrive_at_once_open_one_ticket() -> None:
    together = threading.Barrier(4)

    def click() -> None:
        client = Client()
        together.wait(10)
        try:
            client.post(PATH, filled_in())
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Ticket.objects.count() == 1


def test_programs_that_fill_in_everything_get_nowhere(client: Client) -> None:
    answer = client.post(PATH, filled_in(website="https://buy.example"), follow=True)
    assert "We have it" in answer.content.decode()
    assert not Ticket.objects.exists()
    assert not Contact.objects.exists()


def test_a_flood_is_stopped_in_words_and_nothing_typed_is_lost(client: Client) -> None:
    for number in range(8):
        client.post(PATH, filled_in(subject=f"Number {number}"))
    answer = client.post(PATH, filled_in(subject="Number 9"))
    assert answer.status_code == 429
    assert "Number 9" in answer.content.decode()
    assert Ticket.objects.count() == 8


def test_the_confirmation_shows_no_other_numbers(client: Client, world: World) -> None:
    world.ticket()
    assert client.get("/requests/sent/1/").status_code == 404


def test_a_text_with_null_bytes_is_taken_in(client: Client) -> None:
    client.post(PATH, filled_in(text="Here\x00 it is"))
    assert Message.objects.filter(text="Here it is").exists() or not Ticket.objects.exists()

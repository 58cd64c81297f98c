"""Answers and notes."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balie.accounts.models import User
from balie.desk.access import DeskRequest, wants_fragment
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.models import Upload
from balie.mail.models import OutgoingMail
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.models import Channel, Message, Ticket
from tests.support.world import World


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(team=world.it)


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def path(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/messages/"


def test_an_answer_goes_to_the_contact(world: World, ticket: Ticket, anna: Client) -> None:
    answer = anna.post(path(ticket), {"body": "Please restart it.\nAnna", "visibility": "public"})
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/tickets/{ticket.pk}/")
    message = ticket.messages.get(direction="out")
    assert (message.text, message.author_user, message.delivery) == ("Please restart it.\nAnna", world.anna, "queued")
    assert OutgoingMail.objects.filter(reference=f"message:{message.pk}").exists()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("open", world.anna)


def test_an_answer_that_went_out_says_so_when_the_ticket_was_taken_away_meanwhile(
    world: World, ticket: Ticket, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_away(request: DeskRequest) -> bool:
        move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=Actor.user(world.chiara.pk))
        assign(ticket_id=ticket.pk, assignee_id=world.bram.pk, actor=Actor.user(world.chiara.pk))
        return wants_fragment(request)

    monkeypatch.setattr("balie.desk.answering.wants_fragment", taken_away)
    answer = anna.post(path(ticket), {"body": "Please restart it."}, headers=FRAGMENT)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/desk/")
    assert ticket.messages.filter(direction="out").exists()
    assert ">Sent<" in text(anna.get("/desk/"))


def test_a_note_stays_inside(ticket: Ticket, anna: Client) -> None:
    anna.post(path(ticket), {"body": "She called twice.", "visibility": "note", "cc": "emma@fietsfabriek.example"})
    note = ticket.messages.get(visibility="note")
    assert (note.direction, note.cc) == ("inside", [])
    assert not OutgoingMail.objects.filter(reference=f"message:{note.pk}").exists()


@pytest.mark.parametrize(("then", "expected"), [("pending", "pending"), ("resolved", "resolved"), ("closed", "open")])
def test_sending_may_set_a_status(ticket: Ticket, anna: Client, then: str, expected: str) -> None:
    anna.post(path(ticket), {"body": "Done.", "then": then})
    assert Ticket.objects.get(pk=ticket.pk).status == expected


def test_the_editors_html_is_cleaned_and_kept_as_text_too(ticket: Ticket, anna: Client) -> None:
    html = '<p>Hold <strong>ten</strong> seconds</p><script>alert(1)</script><p onclick="x()">Anna</p>'
    anna.post(path(ticket), {"body": html, "body_format": "html"})
    message = ticket.messages.get(direction="out")
    assert message.html == "<p>Hold <strong>ten</strong> seconds</p><p>Anna</p>"
    assert message.text.split() == ["Hold", "ten", "seconds", "Anna"]


def test_copies_are_written_as_people_write_them(ticket: Ticket, anna: Client) -> None:
    sent = {
        "body": "Hello",
        "cc": "Farid <Farid@lampenhaus.example>; henry@inbox.example",
        "bcc": "boss@morgenrood.example",
        "sure": "1",
    }
    anna.post(path(ticket), sent)
    message = ticket.messages.get(direction="out")
    assert [person["email"] for person in message.cc] == ["farid@lampenhaus.example", "henry@inbox.example"]
    assert message.bcc == [{"name": "", "email": "boss@morgenrood.example"}]


@pytest.mark.parametrize(
    ("sent", "words", "wrong"),
    [
        ({"body": "  "}, "Write something first.", "body"),
        ({"body": "  ", "visibility": "note"}, "Write something first.", "body"),
        ({"body": "<p></p>", "body_format": "html"}, "Write something first.", "body"),
        ({"body": "A long answer", "cc": "a@b.example," * 51}, "At most 50 people can get a copy.", "cc"),
        ({"body": "x" * 500_001}, "This is too long to be sent. Attach it as a file.", "body"),
        ({"body": "A long answer", "cc": "not an address"}, "not an address is not an e-mail address.", "cc"),
        (
            {"body": "A long answer", "bcc": "Jo <jo@shop.invalid>"},
            "No mail can be sent to Jo &lt;jo@shop.invalid",
            "bcc",
        ),
    ],
)
@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_what_can_not_be_sent_comes_back_with_a_reason(
    ticket: Ticket, anna: Client, sent: dict[str, str], words: str, wrong: str, headers: dict[str, str]
) -> None:
    answer = anna.post(path(ticket), sent, headers=headers)
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'data-wrong="{wrong}"' in text(answer)
    assert ticket.messages.count() == 1
    if not headers:
        assert "A long answer" not in sent["body"] or "A long answer" in text(answer)


def upload(client: Client, name: str, data: bytes = b"data") -> int:
    answer = client.post("/desk/uploads/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 201
    return int(answer.json()["id"])


def test_dropped_files_go_along_once(ticket: Ticket, anna: Client) -> None:
    pk = upload(anna, "till.log")
    anna.post(path(ticket), {"body": "See the log.", "files": [pk]})
    anna.post(path(ticket), {"body": "Once more.", "files": [pk]})
    first, second = ticket.messages.filter(direction="out").order_by("pk")
    assert [file.filename for file in first.attachments.all()] == ["till.log"]
    assert not second.attachments.exists()
    assert not Upload.objects.exists()


def test_files_without_script_go_along(ticket: Ticket, anna: Client) -> None:
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"bb")]
    anna.post(path(ticket), {"body": "Two files", "upload": files})
    names = ticket.messages.get(direction="out").attachments.order_by("pk").values_list("filename", flat=True)
    assert list(names) == ["a.txt", "b.txt"]


def test_a_pasted_picture_stands_in_the_text(ticket: Ticket, anna: Client) -> None:
    pk = upload(anna, "lamp.png")
    html = f'<p>Here: <img src="/desk/uploads/{pk}/" alt="lamp"></p><p><img src="/desk/uploads/999/"></p>'
    anna.post(path(ticket), {"body": html, "body_format": "html", "files": [pk]})
    message = ticket.messages.get(direction="out")
    file = message.attachments.get()
    assert file.inline
    assert f'src="cid:{file.content_id}"' in message.html
    assert "uploads" not in message.html
    assert f"/files/attachments/{file.pk}/lamp.png" in text(anna.get(f"/desk/tickets/{ticket.pk}/"))


def test_uploads_of_others_are_theirs(world: World, ticket: Ticket, anna: Client) -> None:
    pk = upload(seated(world.chiara), "secret.png")
    assert anna.get(f"/desk/uploads/{pk}/").status_code == 404
    anna.post(path(ticket), {"body": "Hello", "files": [pk]})
    assert not ticket.messages.get(direction="out").attachments.exists()


@pytest.fixture
def seen(ticket: Ticket) -> int:
    return Event.objects.filter(ticket_id=ticket.pk).latest("pk").pk


def test_two_who_answer_at_once_learn_of_each_other(world: World, ticket: Ticket, anna: Client, seen: int) -> None:
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    answer = anna.post(path(ticket), {"body": "My own answer", "seen": seen, "cc": "henry@inbox.example", "sure": "1"})
    shown = text(answer)
    assert answer.status_code == 409
    assert "Chiara Rossi answered while you were writing." in shown
    assert "Mine first" in shown
    assert re.search(r"<textarea[^>]*>My own answer</textarea>", shown)
    assert 'value="henry@inbox.example"' in shown
    assert ticket.messages.filter(direction="out").count() == 1


def test_what_was_typed_can_be_sent_all_the_same(world: World, ticket: Ticket, anna: Client, seen: int) -> None:
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    anna.post(path(ticket), {"body": "My own answer", "seen": seen, "anyway": "1"})
    assert ticket.messages.filter(direction="out").count() == 2


def test_a_message_of_the_contact_meanwhile_is_shown_first(
    world: World, ticket: Ticket, anna: Client, seen: int
) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text="It works again!"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    answer = anna.post(path(ticket), {"body": "Try this", "seen": seen}, headers=FRAGMENT)
    shown = text(answer)
    assert answer.status_code == 409
    assert "Emma Klein wrote a new message while you were writing." in shown
    assert "It works again!" in shown
    assert 'form="composer"' in shown


def test_a_note_needs_no_such_care(world: World, ticket: Ticket, anna: Client, seen: int) -> None:
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    anna.post(path(ticket), {"body": "Noted", "visibility": "note", "seen": seen})
    assert ticket.messages.filter(visibility="note").exists()


def test_uploads_are_kept_when_sending_was_refused(world: World, ticket: Ticket, anna: Client, seen: int) -> None:
    pk = upload(anna, "till.log")
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    sent = {"body": "See the log", "seen": seen, "files": [pk]}
    assert anna.post(path(ticket), sent).status_code == 409
    anna.post(path(ticket), sent | {"anyway": "1"})
    assert Message.objects.latest("pk").attachments.get().filename == "till.log"


def test_after_sending_the_answer_stands_in_the_conversation(ticket: Ticket, anna: Client) -> None:
    shown = text(anna.post(path(ticket), {"body": "Words of mine"}, headers=FRAGMENT))
    assert "Words of mine" in shown.split('hx-target="#ticket"')[1].split("</hx-partial>")[0]
    assert "Sent" in shown.split('hx-target="#toasts"')[1]


def test_a_file_that_is_too_large_is_refused_in_words(anna: Client, settings: Any) -> None:
    settings.BALIE_UPLOAD_SIZE_LIMIT = 3
    answer = anna.post("/desk/uploads/", {"file": SimpleUploadedFile("big.bin", b"four")})
    assert answer.status_code == 413
    assert "big.bin" in answer.json()["detail"]


def test_an_answer_can_be_taken_back_in_time(world: World, ticket: Ticket, anna: Client) -> None:
    User.objects.filter(pk=world.anna.pk).update(undo_seconds=10)
    shown = text(anna.post(path(ticket), {"body": "Words of mine"}, headers=FRAGMENT))
    message = ticket.messages.get(direction="out")
    address = f"/desk/messages/{message.pk}/taking-back/"
    assert address in shown
    assert address not in text(seated(world.chiara).get(f"/desk/tickets/{ticket.pk}/"))
    answer = anna.post(address, headers=FRAGMENT)
    assert answer["HX-Trigger"] == "draft-changed"
    assert not ticket.messages.filter(direction="out").exists()
    assert anna.post(address, headers=FRAGMENT).status_code == 404


def test_a_file_that_is_missing_is_asked_about_once(ticket: Ticket, anna: Client) -> None:
    sent = {"body": "I have attached the log.", "then": "pending"}
    answer = anna.post(path(ticket), sent, headers=FRAGMENT)
    assert answer.status_code == 409
    assert "You write of an attachment, but none is there." in text(answer)
    assert 'name="sure" value="then=pending"' in text(answer)
    assert ticket.messages.count() == 1
    anna.post(path(ticket), {"body": sent["body"], "sure": "then=pending"})
    assert ticket.messages.filter(direction="out").count() == 1
    assert Ticket.objects.get(pk=ticket.pk).status == "pending"


def test_with_the_file_nothing_is_asked(ticket: Ticket, anna: Client) -> None:
    anna.post(path(ticket), {"body": "I have attached the log.", "files": [upload(anna, "till.log")]})
    assert ticket.messages.filter(direction="out").exists()


@pytest.mark.parametrize(
    ("copy", "asked"),
    [
        ("henry@inbox.example", True),
        ("colleague@fietsfabriek.example", False),
        ("emma@fietsfabriek.example", False),
        ("bram@morgenrood.example", False),
    ],
)
def test_a_copy_to_a_stranger_is_asked_about(ticket: Ticket, anna: Client, copy: str, asked: bool) -> None:
    answer = anna.post(path(ticket), {"body": "Hello", "cc": copy}, headers=FRAGMENT)
    assert (answer.status_code == 409) is asked
    assert (f"{copy} has had no part in this ticket" in text(answer)) is asked
    anna.post(path(ticket), {"body": "Hello", "cc": copy, "sure": "1"})
    assert anna.post(path(ticket), {"body": "Once more", "cc": copy}).status_code == 303


def test_what_was_chosen_is_kept_through_a_conflict(world: World, ticket: Ticket, anna: Client, seen: int) -> None:
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    answer = anna.post(path(ticket), {"body": "Mine", "seen": seen, "then": "resolved"}, headers=FRAGMENT)
    assert 'name="anyway" value="then=resolved"' in text(answer)
    anna.post(path(ticket), {"body": "Mine", "seen": seen, "anyway": "then=resolved"})
    assert Ticket.objects.get(pk=ticket.pk).status == "resolved"

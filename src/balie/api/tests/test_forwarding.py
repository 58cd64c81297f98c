"""Messages are forwarded by the API."""

from balie.api.tests.conftest import Program
from balie.events.actor import Actor
from balie.files.storage import store
from balie.mail.models import OutgoingMail
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive
from balie.tickets.models import Channel, Message
from tests.support.world import World

SHOP = "shop@tills.example"


def said(world: World, html: str = "") -> Message:
    blob = store(b"log")
    files = tuple(File(blob.pk, name, "text/plain", 3) for name in ("a.txt", "b.txt"))
    return receive(
        ticket_id=world.ticket(team=world.it).pk, content=Content(text="It is <silent>", html=html, files=files),
        author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip


def test_it_goes_with_what_is_said_above_it_and_all_its_files(world: World, program: Program) -> None:
    message, api = said(world), program(world.anna)
    sent = api.post(f"/messages/{message.pk}/forwarding", {"to": [SHOP], "body": "Can you help?\n\nAnna"})
    assert sent.status_code == 201, sent.content
    note = sent.json()
    assert (note["visibility"], note["direction"], note["channel"]) == ("note", "out", "api")
    assert [it["filename"] for it in note["attachments"]] == ["a.txt", "b.txt"]
    text = note["text"]
    assert text.startswith("Can you help?\n\nAnna\n\n")
    assert text.index("Emma Klein <emma@") < text.index("It is <silent>")
    assert SHOP in str(vars(OutgoingMail.objects.latest("pk")))


def test_the_form_of_the_message_stays_and_files_are_chosen(world: World, program: Program) -> None:
    message, api = said(world, html="<p>It is <b>silent</b></p>"), program(world.anna)
    first = message.attachments.order_by("pk")[0]
    body = {"to": [SHOP], "cc": ["b@tills.example"], "subject": "A till", "body": "<Help>", "attachments": [first.pk]}
    note = api.post(f"/messages/{message.pk}/forwarding", body).json()
    assert note["html"].startswith("<p>&lt;Help&gt;</p>")
    assert "<b>silent</b>" in note["html"]
    assert [it["filename"] for it in note["attachments"]] == ["a.txt"]
    assert Message.objects.get(pk=note["id"]).subject == "A till"
    without = api.post(f"/messages/{message.pk}/forwarding", {"to": [SHOP], "attachments": []})
    assert without.json()["attachments"] == []


def test_what_can_not_be_sent_is_refused(world: World, program: Program) -> None:
    message, api = said(world), program(world.anna)
    path = f"/messages/{message.pk}/forwarding"
    for body, field in (({"to": []}, "to"), ({"to": ["x@y"]}, "to"), ({"to": [SHOP], "cc": ["x@y"]}, "cc")):
        refused = api.post(path, body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"].startswith(field)
    note = add_note(ticket_id=message.ticket_id, content=Content(text="Known"), actor=Actor.user(world.anna.pk))
    assert program(world.bram).post(path, {"to": [SHOP]}).status_code == 404
    assert api.post(f"/messages/{note.pk}/forwarding", {"to": [SHOP]}).status_code == 201

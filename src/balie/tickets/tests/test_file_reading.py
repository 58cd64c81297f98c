"""What is in attachments is found, by those who may see the message, and each file is read once."""

from datetime import timedelta

import pytest

from balie.core import clock
from balie.events.actor import SYSTEM, Actor
from balie.files.cleaning import delete_orphans
from balie.files.storage import store
from balie.people.viewers import ContactViewer, Viewer
from balie.search.attachments.tests.files import pdf, sheets
from balie.search.attachments.texts import FileText, Progress
from balie.search.models import Document
from balie.tickets import file_places, file_reading
from balie.tickets.assignment import move_to_team
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive
from balie.tickets.file_reading import run_batch
from balie.tickets.indexing import FILE, index_messages
from balie.tickets.models import Attachment, Channel, Message, Ticket
from balie.tickets.reindexing import forget_gone
from balie.tickets.searching import TicketHit, search_tickets
from tests.support.world import World


def sent(
    world: World, data: bytes, name: str = "invoice.pdf", *, ticket: Ticket | None = None, note: bool = False
) -> Ticket:
    ticket = ticket or world.ticket(subject="Question", text="See the file.")
    blob = store(data)
    content = Content(text="Here", files=(File(sha256=blob.sha256, filename=name, content_type="", size=blob.size),))
    if note:
        add_note(ticket_id=ticket.pk, content=content, actor=Actor.user(world.anna.pk))
    else:
        receive(
            ticket_id=ticket.pk, content=content, author=world.emma, channel=Channel.EMAIL,
            actor=Actor.contact(world.emma.pk),
        )  # fmt: skip
    return ticket


def read_all() -> None:
    while run_batch():
        pass


def hits(viewer: Viewer, text: str) -> list[TicketHit]:
    return list(search_tickets(viewer=viewer, text=text).hits)


def test_the_words_of_a_file_lead_to_its_message_and_page(world: World) -> None:
    ticket = sent(world, pdf("Dear Anna", "Two gherkins are missing"))
    read_all()
    (hit,) = hits(world.anna, "gherkins")
    assert hit.ticket == ticket
    assert hit.message_id == Message.objects.latest("pk").pk
    assert hit.file
    assert (hit.file.name, hit.file.page, hit.file.is_page) == ("invoice.pdf", 2, True)
    assert hit.snippet == "Two <mark>gherkins</mark> are missing"
    (hit,) = hits(world.anna, "dear")
    assert hit.file
    assert hit.file.page == 1


def test_the_page_is_told_of_the_best_hits_and_of_what_is_indexed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_places, "LOOKED_INTO", 2)
    for number in range(3):
        sent(world, pdf("Dear Anna", f"Two gherkins are missing {number}"))
    read_all()
    found = [hit.file for hit in hits(world.anna, "gherkins") if hit.file]
    assert [file.page for file in found] == [2, 2, 0]
    FileText.objects.update(text="Dear Anna\f" + "gherkin jars " * 10_000 + "\f" + "pickles")
    assert max(len(hit.file.text) for hit in hits(world.anna, "gherkins") if hit.file) == 20_000


def test_a_file_of_one_page_needs_no_number(world: World) -> None:
    sent(world, sheets(["gherkins", 3]), "stock.xlsx")
    read_all()
    (hit,) = hits(world.anna, "gherkins")
    assert hit.file
    assert (hit.file.page, hit.file.is_sheet) == (0, True)


def test_what_came_before_is_read_too_newest_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        sent(world, pdf(f"gherkin{number}"))
    read_all()
    FileText.objects.all().delete()
    Document.objects.filter(kind=FILE).delete()
    Progress.objects.all().delete()
    monkeypatch.setattr(file_reading, "_BATCH", 1)
    monkeypatch.setattr(file_reading, "_LOOK_BACK", 0)
    run_batch()
    assert [len(hits(world.anna, f"gherkin{number}")) for number in range(3)] == [0, 0, 1]
    read_all()
    assert [len(hits(world.anna, f"gherkin{number}")) for number in range(3)] == [1, 1, 1]
    assert Progress.objects.get().oldest == 0
    assert run_batch() == 0


def test_the_same_file_is_read_once_and_found_on_each_ticket(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf("gherkins")
    first = sent(world, data)
    read_all()
    monkeypatch.setattr("balie.search.attachments.reading.Reader.read_stored", None)
    second = sent(world, data, "copy.pdf")
    read_all()
    assert {hit.ticket.pk for hit in hits(world.anna, "gherkins")} == {first.pk, second.pk}


@pytest.mark.parametrize("old", [False, True])
def test_what_a_killed_process_began_is_read_later(world: World, monkeypatch: pytest.MonkeyPatch, *, old: bool) -> None:
    monkeypatch.setattr(file_reading, "_LOOK_BACK", 0)
    data = pdf("gherkins")
    for name in ("one.pdf", "two.pdf"):
        sent(world, data, name)
    FileText.objects.create(sha256_id=Attachment.objects.latest("pk").blob_id, kind="pdf", reason="reading")
    sent(world, pdf("pickles"))
    newest = Attachment.objects.latest("pk").pk if old else 0
    Progress.objects.create(name="attachments", newest=newest, oldest=newest)
    read_all()
    assert [len(hits(world.anna, word)) for word in ("gherkins", "pickles")] == [0, 1]
    with clock.set_to(clock.now() + timedelta(minutes=6)):
        read_all()
    assert [len(hits(world.anna, word)) for word in ("gherkins", "pickles")] == [2, 1]
    assert run_batch() == 0


def test_what_comes_after_many_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reading, "_LOOK_BACK", 2)
    monkeypatch.setattr(file_reading, "_LOOKED_AT", 2)
    for number in range(5):
        sent(world, pdf(f"gherkin{number}"))
        read_all()
    assert hits(world.anna, "gherkin4")


def test_a_broken_file_is_kept_with_its_reason_and_not_tried_again(world: World) -> None:
    sent(world, b"%PDF-1.4 nothing more")
    read_all()
    assert FileText.objects.get().reason == "broken"
    assert run_batch() == 0
    assert not Document.objects.filter(kind=FILE).exists()


def test_pictures_are_left_alone(world: World) -> None:
    sent(world, b"GIF89a", "cat.gif")
    read_all()
    assert not FileText.objects.exists()


def test_only_who_may_see_the_message_finds_its_file(world: World) -> None:
    asked, noted = sent(world, pdf("gherkins")), sent(world, pdf("pickles"), note=True)
    read_all()
    emma, oscar = ContactViewer(world.emma.pk), ContactViewer(world.oscar.pk)
    assert [hit.ticket for hit in hits(emma, "gherkins")] == [asked]
    assert hits(emma, "pickles") == hits(oscar, "gherkins") == []
    assert [hit.ticket for hit in hits(world.bram, "pickles")] == [noted]
    move_to_team(ticket_id=noted.pk, team_id=world.it.pk, actor=SYSTEM)
    assert hits(world.bram, "pickles") == []
    assert [hit.ticket for hit in hits(world.anna, "pickles")] == [noted]


def test_a_file_that_is_gone_is_not_found(world: World) -> None:
    sent(world, pdf("gherkins"))
    read_all()
    Attachment.objects.all().delete()
    assert hits(world.anna, "gherkins") == []
    assert forget_gone() == 1
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert delete_orphans() == 1
    assert not FileText.objects.exists()


def test_what_was_read_is_indexed_anew_with_its_message(world: World) -> None:
    sent(world, pdf("gherkins"))
    read_all()
    Document.objects.all().delete()
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    assert index_messages(first=ids[0], last=ids[-1]) == 3
    assert hits(world.anna, "gherkins")

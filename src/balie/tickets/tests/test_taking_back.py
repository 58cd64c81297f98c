"""Undo after sending: as if it had never been sent."""

from datetime import timedelta

import pytest

from balie.core.clock import now, set_to
from balie.events.actor import Actor
from balie.files.models import Upload
from balie.files.storage import store
from balie.mail import sending
from balie.mail.claiming import claim
from balie.mail.models import OutgoingMail
from balie.people.viewers import ContactViewer
from balie.search.models import Document
from balie.tickets.assignment import assign
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.drafting import Typed, draft_of, save_draft, set_aside_of
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, Message, Status, Ticket
from balie.tickets.participation import add_participants
from balie.tickets.taking_back import take_back
from tests.support.outbox import Outbox
from tests.support.world import World


def answer(world: World, ticket: Ticket, content: Content | None = None, **fields: object) -> Message:
    return reply(
        ticket_id=ticket.pk, content=content or Content(text="Please restart it."), actor=Actor.user(world.anna.pk),
        hold=10, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def undo(world: World, message: Message) -> None:
    take_back(message_id=message.pk, actor=Actor.user(world.anna.pk))


def state(ticket: Ticket) -> dict[str, object]:
    return dict(Ticket.objects.filter(pk=ticket.pk).values()[0])


@pytest.mark.parametrize("status", [None, Status.PENDING, Status.RESOLVED])
def test_the_ticket_is_as_before(world: World, status: str | None) -> None:
    ticket = world.ticket(team=world.it)
    before = state(ticket)
    message = answer(world, ticket, status=status)
    assert state(ticket) != before
    undo(world, message)
    assert state(ticket) == before
    assert not OutgoingMail.objects.exists()
    assert ticket.messages.count() == 1
    assert not Document.objects.filter(object_id=message.pk).exists()


def test_nothing_goes_out_before_the_time_and_everything_after(world: World, outbox: Outbox) -> None:
    message = answer(world, world.ticket())
    sending.run_batch()
    assert OutgoingMail.objects.get().state == "queued"
    with set_to(now() + timedelta(seconds=11)):
        sending.run_batch()
        assert OutgoingMail.objects.get().state == "sent"
        with pytest.raises(NotAllowed):
            undo(world, message)


def test_what_is_on_its_way_can_not_be_taken_back(world: World) -> None:
    message = answer(world, world.ticket())
    OutgoingMail.objects.update(next_attempt_at=now() - timedelta(seconds=1))
    assert claim(10)
    with pytest.raises(NotAllowed, match="too late"):
        undo(world, message)
    assert Message.objects.filter(pk=message.pk).exists()


def test_only_its_author_takes_it_back(world: World) -> None:
    message = answer(world, world.ticket())
    with pytest.raises(NotAllowed):
        take_back(message_id=message.pk, actor=Actor.user(world.bram.pk))


def test_the_contact_does_not_see_it_until_then(world: World) -> None:
    ticket = world.ticket()
    message = answer(world, ticket)
    emma = ContactViewer(world.emma.pk)
    assert message not in Message.objects.visible_to(emma)
    with set_to(now() + timedelta(seconds=11)):
        assert message in Message.objects.visible_to(emma)


def test_words_recipients_and_files_return(world: World) -> None:
    ticket = world.ticket()
    add_participants(ticket_id=ticket.pk, contact_ids=[world.farid.pk], actor=Actor.user(world.anna.pk))
    blob = store(b"lamp")
    files = (
        File(blob.sha256, "lamp.png", "image/png", 4, inline=True, content_id="upload-1"),
        File(blob.sha256, "till.log", "text/plain", 4),
    )
    content = Content(
        text="See", html='<p>See <img src="cid:upload-1"></p>', files=files,
        cc=({"name": "Henry", "email": "henry@inbox.example"},), bcc=({"name": "", "email": "boss@shop.example"},),
    )  # fmt: skip
    undo(world, answer(world, ticket, content))
    draft = draft_of(user_id=world.anna.pk, ticket_id=ticket.pk)
    assert draft is not None
    picture, _log = Upload.objects.order_by("pk")
    assert dict(draft.values) == {
        "visibility": "public",
        "body_format": "html",
        "body": f'<p>See <img src="/desk/uploads/{picture.pk}/"></p>',
        "cc": "Henry <henry@inbox.example>",
        "bcc": "boss@shop.example",
    }
    assert [upload.filename for upload in draft.uploads.order_by("pk")] == ["lamp.png", "till.log"]


def test_what_was_begun_meanwhile_is_kept_aside(world: World) -> None:
    ticket = world.ticket()
    message = answer(world, ticket)
    save_draft(user_id=world.anna.pk, ticket_id=ticket.pk, typed=Typed([("body", "And another thing")]), base=0)
    undo(world, message)
    (kept,) = set_aside_of(user_id=world.anna.pk, ticket_id=ticket.pk)
    assert kept.value("body") == "And another thing"


def test_what_others_changed_meanwhile_stays(world: World) -> None:
    ticket = world.ticket(team=world.it)
    message = answer(world, ticket, status=Status.RESOLVED)
    receive(
        ticket_id=ticket.pk, content=Content(text="Still silent"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    assign(ticket_id=ticket.pk, assignee_id=world.bram.pk, actor=Actor.user(world.chiara.pk))
    undo(world, message)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.preview) == ("open", world.bram, "Still silent")
    assert ticket.awaits_answer


def test_nobody_is_told_of_an_answer_that_was_taken_back(world: World) -> None:
    ticket = world.ticket(team=world.it)
    message = answer(world, ticket)
    undo(world, message)
    chiara = Actor.user(world.chiara.pk)
    reply(ticket_id=ticket.pk, content=Content(text="Mine"), actor=chiara, seen=1)
    with pytest.raises(Conflict):
        reply(ticket_id=ticket.pk, content=Content(text="Late"), actor=Actor.user(world.anna.pk), seen=1)


def test_without_an_address_it_can_be_taken_back_in_time(world: World) -> None:
    from balie.people.identities import contact_for

    ticket = world.ticket(requester=contact_for(email="unknown@sender.invalid"))
    undo(world, answer(world, ticket))
    assert ticket.messages.count() == 1
    late = answer(world, ticket)
    with set_to(now() + timedelta(seconds=11)), pytest.raises(NotAllowed):
        undo(world, late)


def test_the_contact_waits_again_though_a_note_came_in_between(world: World) -> None:
    ticket = world.ticket(team=world.it)
    message = answer(world, ticket)
    add_note(ticket_id=ticket.pk, content=Content(text="Wait"), actor=Actor.user(world.chiara.pk))
    undo(world, message)
    ticket.refresh_from_db()
    assert (ticket.awaits_answer, ticket.first_answered_at) == (True, None)


def test_nobody_waits_for_an_answer_on_what_was_set_aside_meanwhile(world: World) -> None:
    ticket = world.ticket(team=world.it)
    message = answer(world, ticket)
    change_status(ticket_id=ticket.pk, status=Status.PENDING, actor=Actor.user(world.chiara.pk))
    undo(world, message)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.awaits_answer) == (Status.PENDING, False)


def test_another_answer_given_meanwhile_is_the_first(world: World) -> None:
    ticket = world.ticket(team=world.it)
    message = answer(world, ticket)
    chiara = Actor.user(world.chiara.pk)
    other = reply(ticket_id=ticket.pk, content=Content(text="Mine"), actor=chiara, hold=10)
    undo(world, message)
    ticket.refresh_from_db()
    assert (ticket.awaits_answer, ticket.first_answered_at) == (False, other.created_at)
    take_back(message_id=other.pk, actor=chiara)
    ticket.refresh_from_db()
    assert (ticket.awaits_answer, ticket.first_answered_at) == (True, None)

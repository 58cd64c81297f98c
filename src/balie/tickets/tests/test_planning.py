"""Send later: once, at its time, and not past a contact who wrote."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balie.core.clock import now, set_to
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.uploads import keep_upload
from balie.tickets import composing
from balie.tickets.composing import Written
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.drafting import draft_of
from balie.tickets.linking import Way, link
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.planned import PlannedReply
from balie.tickets.planning import change_time, plan_reply, return_to_draft, run_batch, seconds_until_due, send_now
from balie.tickets.unmerging import unmerge
from tests.support.world import World

HOUR = timedelta(hours=1)


def plan(world: World, ticket: Ticket, **fields: object) -> PlannedReply:
    written = Written("<p>Please restart it.</p>", html=True, cc="henry@inbox.example")
    wanted = {"written": written, "due_at": now() + HOUR, "user_id": world.anna.pk} | fields
    return plan_reply(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk), **wanted)  # type: ignore[arg-type]


def emma_writes(world: World, ticket: Ticket) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text="It works again"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip


def sent(ticket: Ticket) -> list[Message]:
    return list(ticket.messages.filter(direction="out"))


def later() -> int:
    with set_to(now() + 2 * HOUR):
        return run_batch()


def test_it_goes_out_once_at_its_time(world: World) -> None:
    ticket = world.ticket()
    upload = keep_upload(world.anna, SimpleUploadedFile("till.log", b"log"))
    written = Written("See the log", html=False, uploads=(upload.pk,))
    plan(world, ticket, written=written, status="pending")
    assert run_batch() == 0
    assert sent(ticket) == []
    assert 3500 < (seconds_until_due() or 0) <= 3600
    assert later() == 1
    assert later() == 0
    (message,) = sent(ticket)
    assert (message.text, message.author_user) == ("See the log", world.anna)
    assert [file.filename for file in message.attachments.all()] == ["till.log"]
    assert Ticket.objects.get(pk=ticket.pk).status == "pending"
    assert seconds_until_due() is None


def test_it_keeps_its_files_when_the_draft_it_came_from_is_sent(world: World) -> None:
    ticket = world.ticket()
    lamp, log = (keep_upload(world.anna, SimpleUploadedFile(name, b"x")) for name in ("lamp.png", "till.log"))
    body = f'<p>Here <img src="/desk/uploads/{lamp.pk}/" alt="lamp"></p>'
    written = Written(body, html=True, uploads=(lamp.pk, log.pk))
    plan(world, ticket, written=written)
    content = composing.content_of(written=written, user=world.anna)
    reply(ticket_id=ticket.pk, content=content, actor=Actor.user(world.anna.pk))
    assert later() == 1
    for message in sent(ticket):
        assert [(it.filename, it.inline) for it in message.attachments.order_by("pk")] == [
            ("lamp.png", True),
            ("till.log", False),
        ]
        assert 'src="cid:' in message.html


def test_it_is_held_back_when_the_contact_writes_meanwhile(world: World) -> None:
    ticket = world.ticket()
    planned = plan(world, ticket)
    emma_writes(world, ticket)
    assert later() == 1
    planned.refresh_from_db()
    assert (planned.held, sent(ticket)) == ("contact_wrote", [])
    assert Event.objects.filter(kind="reply.held", ticket_id=ticket.pk).exists()
    assert later() == 0
    send_now(planned_id=planned.pk)
    assert len(sent(ticket)) == 1


def test_another_time_takes_what_was_written_until_now_as_read(world: World) -> None:
    ticket = world.ticket()
    planned = plan(world, ticket)
    emma_writes(world, ticket)
    change_time(planned_id=planned.pk, due_at=now() + HOUR, actor=Actor.user(world.chiara.pk))
    assert later() == 1
    assert len(sent(ticket)) == 1


def test_it_is_taken_back_into_the_composer(world: World) -> None:
    ticket = world.ticket()
    planned = plan(world, ticket)
    return_to_draft(planned_id=planned.pk, user_id=world.chiara.pk, actor=Actor.user(world.chiara.pk))
    draft = draft_of(user_id=world.chiara.pk, ticket_id=ticket.pk)
    assert draft is not None
    assert (draft.value("body"), draft.value("cc")) == ("<p>Please restart it.</p>", "henry@inbox.example")
    assert later() == 0
    with pytest.raises(NotAllowed, match="gone out already"):
        send_now(planned_id=planned.pk)


def test_what_can_not_be_sent_is_held_and_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = world.ticket(), world.ticket()
    broken, good = plan(world, one), plan(world, other, due_at=now() + HOUR * 1.5)
    whole = composing.content_of

    def content_of(**given: object) -> Content:
        if Ticket.objects.filter(pk=one.pk, planned=broken.pk).exists() and not PlannedReply.objects.filter(
            pk=broken.pk, held="failed"
        ):
            raise RuntimeError("on purpose")
        return whole(**given)  # type: ignore[arg-type]

    monkeypatch.setattr("balie.tickets.planning.content_of", content_of)
    assert later() == 2
    broken.refresh_from_db()
    assert (broken.held, len(sent(one)), len(sent(other))) == ("failed", 0, 1)
    assert not PlannedReply.objects.filter(pk=good.pk).exists()


def test_after_a_merge_it_waits_where_the_ticket_went(world: World) -> None:
    source, target = world.ticket(), world.ticket(requester=world.farid)
    planned = plan(world, source)
    merge(target_id=target.pk, source_ids=[source.pk], actor=Actor.user(world.anna.pk))
    planned.refresh_from_db()
    assert (planned.held, planned.ticket) == ("merged", target)
    assert later() == 0
    assert sent(target) == []
    unmerge(ticket_id=source.pk, actor=Actor.user(world.anna.pk))
    planned.refresh_from_db()
    assert (planned.held, planned.ticket) == ("merged", source)


def test_what_a_merge_brings_holds_the_answers_that_wait_there(world: World) -> None:
    source, target = world.ticket(requester=world.farid), world.ticket()
    planned = plan(world, target)
    merge(target_id=target.pk, source_ids=[source.pk], actor=Actor.user(world.anna.pk))
    planned.refresh_from_db()
    assert (planned.held, later(), sent(target)) == ("merged", 0, [])
    assert Event.objects.filter(kind="reply.held", ticket_id=target.pk).count() == 1
    change_time(planned_id=planned.pk, due_at=now() + HOUR, actor=Actor.user(world.anna.pk))
    assert later() == 1
    assert len(sent(target)) == 1


def test_an_answer_planned_after_a_merge_stays_and_is_held_when_it_is_undone(world: World) -> None:
    source, target = world.ticket(requester=world.farid), world.ticket()
    merge(target_id=target.pk, source_ids=[source.pk], actor=Actor.user(world.anna.pk))
    planned = plan(world, target)
    unmerge(ticket_id=source.pk, actor=Actor.user(world.anna.pk))
    planned.refresh_from_db()
    assert (planned.held, planned.ticket) == ("merged", target)


def test_one_that_waited_on_a_merged_ticket_before_is_held_where_that_went(world: World) -> None:
    source, target = world.ticket(), world.ticket(requester=world.farid)
    merge(target_id=target.pk, source_ids=[source.pk], actor=Actor.user(world.anna.pk))
    planned = plan(world, target)
    PlannedReply.objects.filter(pk=planned.pk).update(ticket=source)
    with pytest.raises(NotAllowed, match="was merged into"):
        send_now(planned_id=planned.pk)
    assert later() == 1
    planned.refresh_from_db()
    assert (planned.held, planned.ticket, sent(target)) == ("merged", target, [])


def test_one_that_would_end_a_ticket_with_open_parts_is_held_once_and_the_others_go_on(world: World) -> None:
    parent, part, other = world.ticket(), world.ticket(), world.ticket()
    link(ticket_id=parent.pk, other_id=part.pk, way=Way.CHILD, actor=Actor.user(world.anna.pk))
    planned = plan(world, parent, status="resolved")
    plan(world, other, due_at=now() + HOUR * 1.5)
    assert later() == 2
    planned.refresh_from_db()
    assert (planned.held, sent(parent), len(sent(other))) == ("parts_open", [], 1)
    assert later() == 0
    assert Event.objects.filter(kind="reply.held", ticket_id=parent.pk).count() == 1
    with pytest.raises(NotAllowed, match="still open"):
        send_now(planned_id=planned.pk)
    assert PlannedReply.objects.filter(pk=planned.pk).exists()


def test_who_left_answers_no_more(world: World) -> None:
    ticket = world.ticket()
    planned = plan(world, ticket)
    world.anna.is_active = False
    world.anna.save(update_fields=["is_active"])
    assert later() == 1
    planned.refresh_from_db()
    assert (planned.held, sent(ticket)) == ("writer_left", [])


def test_what_happened_while_writing_is_said_at_once(world: World) -> None:
    ticket = world.ticket()
    seen = Event.objects.latest("pk").pk
    reply(ticket_id=ticket.pk, content=Content(text="Mine first"), actor=Actor.user(world.chiara.pk))
    with pytest.raises(Conflict):
        plan(world, ticket, seen=seen)


@pytest.mark.parametrize("fields", [{"due_at": now() - HOUR}, {"written": Written(" ", html=False)}])
def test_neither_the_past_nor_nothing_is_taken(world: World, fields: dict[str, object]) -> None:
    with pytest.raises(NotAllowed):
        plan(world, world.ticket(), **fields)

import pytest
from django.db import connection, transaction
from django.utils import translation

from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, DeliveryState, Message, Status, Ticket
from balie.tickets.subjects import titled
from tests.support.world import World


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("kind", flat=True))


def test_opening_makes_a_new_ticket_with_one_message_and_one_event(world: World) -> None:
    ticket = world.ticket(text="Since this morning\nthe till is silent.")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.awaits_answer, ticket.organisation) == (Status.NEW, True, world.fietsfabriek)
    assert ticket.preview == "Since this morning the till is silent."
    assert ticket.messages.count() == 1
    assert kinds(ticket) == ["ticket.opened"]


def test_a_ticket_without_a_subject_is_kept_without_and_called_so_in_the_readers_language(world: World) -> None:
    ticket = world.ticket(subject="  ")
    assert ticket.subject == ""
    with translation.override("de"):
        assert titled(ticket.subject) == "(kein Betreff)"
    assert titled("The till") == "The till"


def test_a_reply_opens_assigns_and_stops_the_wait(world: World) -> None:
    ticket = world.ticket()
    message = reply(ticket_id=ticket.pk, content=Content(text="Please restart it."), actor=Actor.user(world.anna.pk))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.awaits_answer) == (Status.OPEN, world.anna, False)
    assert ticket.first_answered_at == message.created_at
    assert message.delivery in {DeliveryState.QUEUED, DeliveryState.NONE}


def test_only_the_first_answer_counts_as_first(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    first = reply(ticket_id=ticket.pk, content=Content(text="One."), actor=anna)
    reply(ticket_id=ticket.pk, content=Content(text="Two."), actor=anna)
    ticket.refresh_from_db()
    assert ticket.first_answered_at == first.created_at


def test_a_reply_can_leave_the_ticket_pending(world: World) -> None:
    ticket = world.ticket()
    reply(ticket_id=ticket.pk, content=Content(text="?"), actor=Actor.user(world.anna.pk), status=Status.PENDING)
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING


def test_an_empty_reply_is_refused_in_words(world: World) -> None:
    ticket = world.ticket()
    with pytest.raises(NotAllowed, match="Write something"):
        reply(ticket_id=ticket.pk, content=Content(text=" \n"), actor=Actor.user(world.anna.pk))
    assert ticket.messages.count() == 1


def test_a_file_alone_is_an_answer(world: World) -> None:
    from balie.files.models import Blob

    blob = Blob.objects.create(sha256="a" * 64, size=3)
    file = File(sha256=blob.pk, filename="manual.pdf", content_type="application/pdf", size=3)
    ticket = world.ticket()
    message = reply(ticket_id=ticket.pk, content=Content(text="", files=(file,)), actor=Actor.user(world.anna.pk))
    assert message.attachments.get().filename == "manual.pdf"


@pytest.mark.parametrize("before", [Status.PENDING, Status.ON_HOLD, Status.RESOLVED])
def test_a_contacts_message_reopens(world: World, before: str) -> None:
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status=before, actor=Actor.user(world.anna.pk))
    receive(
        ticket_id=ticket.pk, content=Content(text="Still silent."), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    ticket.refresh_from_db()
    assert (ticket.status, ticket.awaits_answer, ticket.resolved_at) == (Status.OPEN, True, None)


def test_an_automatic_reply_is_kept_but_reopens_nothing(world: World) -> None:
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    receive(
        ticket_id=ticket.pk, content=Content(text="I am away.", automatic=True), author=world.emma,
        channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    assert ticket.messages.count() == 2


def test_a_stranger_becomes_an_unverified_participant_and_reopens_nothing(world: World) -> None:
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    receive(
        ticket_id=ticket.pk, content=Content(text="Let me in."), author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), unverified=True,
    )  # fmt: skip
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    assert not ticket.participants.get().accepted


def test_a_reply_after_a_colleagues_answer_is_a_conflict_that_names_it(world: World) -> None:
    ticket = world.ticket()
    seen = Event.objects.latest("id").pk
    reply(ticket_id=ticket.pk, content=Content(text="I have it."), actor=Actor.user(world.chiara.pk))
    with pytest.raises(Conflict) as refused:
        reply(ticket_id=ticket.pk, content=Content(text="Me too."), actor=Actor.user(world.anna.pk), seen=seen)
    assert refused.value.event.actor_id == world.chiara.pk
    assert ticket.messages.count() == 2


def test_ones_own_earlier_answer_is_no_conflict(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    seen = Event.objects.latest("id").pk
    reply(ticket_id=ticket.pk, content=Content(text="One."), actor=anna)
    reply(ticket_id=ticket.pk, content=Content(text="Two."), actor=anna, seen=seen)
    assert ticket.messages.count() == 3


def test_a_note_changes_neither_the_wait_nor_the_status(world: World) -> None:
    ticket = world.ticket()
    add_note(ticket_id=ticket.pk, content=Content(text="Known fault."), actor=Actor.user(world.lena.pk))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.awaits_answer) == (Status.NEW, True)


def test_a_verb_that_fails_leaves_no_event(world: World) -> None:
    ticket, before = world.ticket(), Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        add_note(ticket_id=ticket.pk, content=Content(text="x"), actor=SYSTEM)
        raise RuntimeError
    assert Event.objects.count() == before
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_is_recorded_only_in_the_transaction_of_its_change() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        record("ticket.opened", actor=SYSTEM)

"""Two who change the same things at once wait for each other, and both get it done."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from balie.events.actor import SYSTEM, Actor
from balie.files.storage import store
from balie.people.access import user_for
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.search.attachments.texts import FileText
from balie.search.models import Document
from balie.tickets.assignment import move_to_team
from balie.tickets.bulk.asking import change_many, undo
from balie.tickets.bulk.changes import Change
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import receive, reply
from balie.tickets.drafting import Typed, draft_of, save_draft, share_draft, take_over_draft
from balie.tickets.drafts import Draft
from balie.tickets.indexing import FILE, index_files
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import Way, link, unlink
from balie.tickets.locking import locked
from balie.tickets.merging import merge
from balie.tickets.models import Attachment, Channel, Message, Ticket
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.taking_back import take_back
from balie.tickets.unmerging import unmerge
from tests.support.world import World

pytestmark = pytest.mark.django_db(transaction=True)
Verb = Callable[[], object]


def at_once(held: Callable[[], object], *verbs: Verb) -> list[Exception]:
    """Each begins when those before it wait, the first for what `held` has; then that is let go. What went wrong."""
    wrong: list[Exception] = []
    threads = []

    def run(verb: Verb) -> None:
        try:
            verb()
        except Exception as problem:  # noqa: BLE001 -- told by whoever waits
            wrong.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        held()
        for count, verb in enumerate(verbs, start=1):
            thread = threading.Thread(target=run, args=(verb,))
            thread.start()
            threads.append(thread)
            _until_waiting(count, thread)
    for thread in threads:
        thread.join()
    return wrong


def _until_waiting(count: int, thread: threading.Thread) -> None:
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(
                "select count(distinct w.pid) from pg_locks w join pg_stat_activity a on a.pid = w.pid"
                " where not w.granted and a.datname = current_database()"
            )
            if cursor.fetchone() == (count,):
                return


def take(ticket: Ticket) -> Verb:
    return lambda: locked(ticket.pk, merged=True)


def test_a_draft_is_taken_over_while_an_answer_returns_to_it(world: World) -> None:
    ticket = world.ticket()
    answer = reply(ticket_id=ticket.pk, content=Content(text="Hello"), actor=Actor.user(world.bram.pk), hold=30)
    draft = save_draft(user_id=world.bram.pk, ticket_id=ticket.pk, typed=Typed([("body", "Half")]), base=0)
    share_draft(user_id=world.bram.pk, ticket_id=ticket.pk, shared=True)
    wrong = at_once(
        lambda: Draft.objects.select_for_update().get(pk=draft.pk),
        lambda: take_over_draft(draft_id=draft.pk, user_id=world.anna.pk, actor=Actor.user(world.anna.pk)),
        lambda: take_back(message_id=answer.pk, actor=Actor.user(world.bram.pk)),
    )
    assert wrong == []
    words = {user: draft_of(user_id=user.pk, ticket_id=ticket.pk) for user in (world.anna, world.bram)}
    assert [it and it.value("body") for it in words.values()] == ["Half", "Hello"]


@pytest.mark.parametrize("turn", [1, -1])
def test_a_parent_ends_with_an_older_part_while_the_two_are_linked(world: World, turn: int) -> None:
    part, parent = world.ticket(), world.ticket()
    link(ticket_id=parent.pk, other_id=part.pk, way=Way.CHILD, actor=SYSTEM)
    verbs: list[Verb] = [
        lambda: link(ticket_id=parent.pk, other_id=part.pk, way=Way.CAUSE, actor=SYSTEM),
        lambda: change_status(ticket_id=parent.pk, status="resolved", actor=SYSTEM, children="along"),
    ]
    assert at_once(take(part), *verbs[::turn]) == []
    assert set(Ticket.objects.values_list("status", flat=True)) == {"resolved"}


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize("undo_it", [False, True])
def test_a_parent_ends_with_others_while_it_is_linked_to_an_older_part(world: World, turn: int, undo_it: bool) -> None:
    part, parent = world.ticket(), world.ticket()
    link(ticket_id=parent.pk, other_id=part.pk, way=Way.CHILD, actor=SYSTEM)
    ask: Change = {"status": "resolved", "children": "visible"}
    bulk = change_many(user=world.chiara, ticket_ids=[parent.pk], change=ask) if undo_it else None
    verbs: list[Verb] = [
        lambda: link(ticket_id=parent.pk, other_id=part.pk, way=Way.CAUSE, actor=SYSTEM),
        (lambda: undo(user=world.chiara, bulk_id=bulk.pk))
        if bulk
        else lambda: change_many(user=world.chiara, ticket_ids=[parent.pk], change=ask),
    ]
    assert at_once(take(part), *verbs[::turn]) == []
    assert set(Ticket.objects.values_list("status", flat=True)) == {"new" if undo_it else "resolved"}


@pytest.mark.parametrize("turn", [1, -1])
def test_a_ticket_is_merged_with_others_into_an_older_one_while_the_two_are_linked(world: World, turn: int) -> None:
    target, source = world.ticket(), world.ticket()
    verbs: list[Verb] = [
        lambda: unlink(ticket_id=source.pk, other_id=target.pk, way=Way.CAUSE, actor=SYSTEM),
        lambda: change_many(user=world.chiara, ticket_ids=[source.pk], change={"merge_into": target.pk}),
    ]
    assert at_once(take(target), *verbs[::turn]) == []
    assert Ticket.objects.get(pk=source.pk).merged_into_id == target.pk


def test_a_part_that_is_linked_meanwhile_ends_too(world: World) -> None:
    late, parent = world.ticket(), world.ticket()
    wrong = at_once(
        take(parent),
        lambda: link(ticket_id=parent.pk, other_id=late.pk, way=Way.CHILD, actor=SYSTEM),
        lambda: change_status(ticket_id=parent.pk, status="resolved", actor=SYSTEM, children="along"),
    )
    assert wrong == []
    assert Ticket.objects.get(pk=late.pk).status == "resolved"


@pytest.fixture
def merged(world: World) -> tuple[Ticket, Ticket]:
    """The first has the messages of the second."""
    first, second = world.ticket(), world.ticket()
    merge(target_id=first.pk, source_ids=[second.pk], actor=SYSTEM)
    return first, second


def write_to(world: World, ticket: Ticket) -> Message:
    return receive(
        ticket_id=ticket.pk, content=Content(text="More"), author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip


@pytest.mark.parametrize("turn", [1, -1])
def test_a_message_comes_for_a_merged_ticket_while_that_is_taken_apart(
    world: World, merged: tuple[Ticket, Ticket], turn: int
) -> None:
    first, second = merged
    verbs: list[Verb] = [
        lambda: unmerge(ticket_id=second.pk, actor=SYSTEM),
        lambda: write_to(world, second),
    ]
    assert at_once(take(first), *verbs[::turn]) == []
    assert Message.objects.get(text="More").ticket_id == second.pk


def test_a_message_comes_for_a_ticket_while_that_is_merged(world: World) -> None:
    first, second = world.ticket(), world.ticket()
    wrong = at_once(
        take(second),
        lambda: merge(target_id=first.pk, source_ids=[second.pk], actor=SYSTEM),
        lambda: write_to(world, second),
    )
    assert wrong == []
    assert Message.objects.get(text="More").ticket_id == first.pk


def test_a_file_is_indexed_for_whom_its_ticket_is_moved_to_meanwhile(world: World) -> None:
    message, blob = write_to(world, world.ticket(team=world.it)), store(b"gherkins")
    file = Attachment.objects.create(message=message, blob_id=blob.sha256, filename="a.pdf", size=8)
    FileText.objects.create(sha256_id=blob.sha256, kind="pdf", text="gherkins")
    wrong = at_once(
        lambda: move_to_team(ticket_id=message.ticket_id, team_id=world.orders.pk, actor=SYSTEM),
        lambda: index_files([file.pk]),
    )
    assert wrong == []
    marks = Document.objects.get(kind=FILE).audience
    assert (f"team:{world.orders.pk}" in marks, f"team:{world.it.pk}" in marks) == (True, False)


def test_what_only_refers_to_a_ticket_does_not_wait_for_its_change(world: World) -> None:
    ticket = world.ticket()
    with transaction.atomic():
        locked(ticket.pk)
        wrong: list[Exception] = []

        def refer() -> None:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("set local lock_timeout = '1s'")
                    Draft.objects.create(user_id=world.anna.pk, ticket_id=ticket.pk)
                    cursor.execute("set constraints all immediate")
            except Exception as problem:  # noqa: BLE001 -- told below
                wrong.append(problem)
            finally:
                connection.close()

        other = threading.Thread(target=refer)
        other.start()
        other.join()
    assert wrong == []


@pytest.mark.parametrize("turn", [1, -1])
def test_a_mail_names_a_contact_while_they_are_merged(world: World, turn: int) -> None:
    nameless = contact_for(email="emma@inbox.example")
    ticket = world.ticket(requester=nameless)

    def mail() -> None:
        with transaction.atomic():
            author = contact_for(email="emma@inbox.example", name="Emma")
            receive(
                ticket_id=ticket.pk, content=Content(text="More"), author=author, channel=Channel.EMAIL, actor=SYSTEM
            )  # fmt: skip

    verbs: list[Verb] = [
        lambda: merge_contacts(source_id=nameless.pk, target_id=world.emma.pk, actor=SYSTEM),
        mail,
    ]
    assert at_once(take(ticket), *verbs[::turn]) == []
    assert Ticket.objects.get(pk=ticket.pk).requester == world.emma


@pytest.mark.parametrize("turn", [1, -1])
def test_a_contact_who_signs_in_writes_while_they_are_merged(world: World, turn: int) -> None:
    private = contact_for(email="emma@inbox.example", name="Emma")
    assert user_for("emma@inbox.example")
    ticket = world.ticket(requester=private)
    private.refresh_from_db()
    verbs: list[Verb] = [
        lambda: merge_contacts(source_id=private.pk, target_id=world.emma.pk, actor=SYSTEM),
        lambda: receive(
            ticket_id=ticket.pk, content=Content(text="More"), author=private, channel=Channel.EMAIL, actor=SYSTEM
        ),
    ]
    assert at_once(take(ticket), *verbs[::turn]) == []
    assert Ticket.objects.get(pk=ticket.pk).requester == world.emma


def test_of_two_who_merge_the_same_contacts_either_way_the_second_is_told(world: World) -> None:
    for contact in (world.emma, world.farid):
        world.ticket(requester=contact)
    verbs = [
        lambda pair=pair: merge_contacts(source_id=pair[0].pk, target_id=pair[1].pk, actor=SYSTEM)
        for pair in ((world.emma, world.farid), (world.farid, world.emma))
    ]
    wrong = at_once(lambda: Contact.objects.select_for_update(no_key=True).get(pk=world.emma.pk), *verbs)
    assert [type(problem) for problem in wrong] == [NotAllowed]
    assert Contact.objects.exclude(merged_into=None).count() == 1

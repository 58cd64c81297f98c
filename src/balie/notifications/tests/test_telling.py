"""What happens is told to those whom it concerns, by the worker."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.absence import announce_absence
from balie.accounts.models import TeamMember, User
from balie.core.clock import now, set_to
from balie.events.actor import Actor
from balie.events.models import Event
from balie.notifications.centre import count_unread, note_seen
from balie.notifications.forgetting import forget_old
from balie.notifications.models import Bundle, Choice, Notification
from balie.notifications.telling import tell
from balie.notifications.tests.told import told, worked
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.handing_over import hand_over
from balie.tickets.mentioning import Mentions, mention
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Priority, Ticket
from balie.tickets.participation import follow, unfollow
from balie.tickets.snoozing.sleeping import run_batch as wake_due
from balie.tickets.snoozing.sleeping import snooze, wake
from balie.tickets.taking_back import take_back
from balie.tickets.triage import change_priority
from balie.tickets.work.reminding import run_batch as remind
from balie.tickets.work.to_do import Wanted, add_task
from tests.support.world import World

pytestmark = pytest.mark.django_db
WORDS = Content(text="Have you tried another roll?")


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Anna's, and she knows it."""
    User.objects.update(language="en")
    found = world.ticket(team=world.it)
    assign(ticket_id=found.pk, assignee_id=world.anna.pk, actor=Actor.user(world.anna.pk))
    worked()
    return found


def answered(ticket: Ticket, world: World, **more: object) -> None:
    receive(
        ticket_id=ticket.pk, content=Content(text="Still silent.", **more), author=world.emma,  # type: ignore[arg-type]
        channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip


def noted(ticket: Ticket, by: User, *, users: tuple[int, ...] = (), teams: tuple[int, ...] = ()) -> None:
    actor = Actor.user(by.pk)
    note = add_note(ticket_id=ticket.pk, content=WORDS, actor=actor)
    mention(message=note, mentions=Mentions(users, teams), actor=actor)


def test_who_has_a_ticket_is_told_what_others_do_there(ticket: Ticket, world: World) -> None:
    assert told(world.anna) == []
    answered(ticket, world)
    assert told(world.anna) == [(ticket.pk, "Emma Klein answered")]
    answered(ticket, world)
    noted(ticket, world.chiara)
    assert told(world.anna) == [(ticket.pk, "Chiara Rossi and Emma Klein: 2 answers, 1 note")]
    assert told(world.chiara) == told(world.bram) == []


def test_what_was_seen_is_not_counted_again_with_what_comes_then(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    worked()
    assert count_unread(world.anna) == 1
    note_seen(user_id=world.anna.pk, ticket_id=ticket.pk)
    assert count_unread(world.anna) == 0
    assert told(world.anna) == [(ticket.pk, "Emma Klein answered")]
    noted(ticket, world.chiara)
    assert told(world.anna) == [(ticket.pk, "Chiara Rossi wrote a note")]
    assert count_unread(world.anna) == 1


def test_who_gets_a_ticket_is_told_by_whom_and_who_takes_one_is_not(ticket: Ticket, world: World) -> None:
    assign(ticket_id=ticket.pk, assignee_id=world.chiara.pk, actor=Actor.user(world.anna.pk))
    assert told(world.chiara) == [(ticket.pk, "Anna de Vries assigned it to you")]
    assert told(world.anna) == []


def test_who_follows_is_told_until_they_do_not(ticket: Ticket, world: World) -> None:
    actor = Actor.user(world.bram.pk)
    follow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=actor)
    reply(ticket_id=ticket.pk, content=WORDS, actor=Actor.user(world.anna.pk))
    assert told(world.bram) == [(ticket.pk, "Anna de Vries answered the contact")]
    unfollow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=actor)
    assert told(world.bram) == []  # not theirs to see any more
    answered(ticket, world)
    worked()
    assert Notification.objects.filter(user=world.bram).count() == 1


def test_who_is_mentioned_is_told_that_and_not_of_the_note_as_well(ticket: Ticket, world: World) -> None:
    noted(ticket, world.chiara, users=(world.bram.pk, world.anna.pk), teams=(world.orders.pk, world.it.pk))
    for user in (world.anna, world.bram, world.lena):
        assert told(user) == [(ticket.pk, "Chiara Rossi mentioned you")]
    assert Notification.objects.count() == 3


def test_a_step_that_is_taken_again_tells_nobody_twice(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    worked()
    note_seen(user_id=world.anna.pk)
    for event in Event.objects.filter(ticket_id=ticket.pk).order_by("pk"):
        tell(event)
    assert Notification.objects.filter(user=world.anna).count() == 1
    assert count_unread(world.anna) == 0


def test_an_answer_that_was_taken_back_is_nobodys_news(ticket: Ticket, world: World) -> None:
    follow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=Actor.user(world.bram.pk))
    message = reply(ticket_id=ticket.pk, content=WORDS, actor=Actor.user(world.anna.pk), hold=10)
    assert told(world.bram) == []  # it can be taken back yet
    take_back(message_id=message.pk, actor=Actor.user(world.anna.pk))
    Event.objects.filter(kind="message.replied").update(due_at=now() - timedelta(seconds=1))
    assert told(world.bram) == []


def test_a_machines_answer_is_no_news(ticket: Ticket, world: World) -> None:
    answered(ticket, world, automatic=True)
    assert told(world.anna) == []


def test_a_team_hears_of_new_tickets_only_where_somebody_wants_to(world: World) -> None:
    world.ticket(team=world.orders)
    assert told(world.bram) == []
    Choice.objects.create(user=world.bram, ways={"new": ["centre"]})
    second = world.ticket(team=world.orders)
    assert [number for number, _words in told(world.bram)] == [second.pk]
    assert told(world.lena) == []
    world.ticket(team=world.it)
    assert len(told(world.bram)) == 1


def test_a_team_that_gets_a_ticket_with_a_note_is_told(ticket: Ticket, world: World) -> None:
    hand_over(ticket_id=ticket.pk, team_id=world.orders.pk, content=WORDS, actor=Actor.user(world.anna.pk))
    User.objects.update(language="en")
    for user in (world.bram, world.lena):
        assert told(user) == [(ticket.pk, "Anna de Vries handed it over to your team")]


def test_what_comes_for_a_merged_ticket_is_told_where_it_is_read(ticket: Ticket, world: World) -> None:
    target = world.ticket(team=world.it)
    answered(ticket, world)
    merge(source_ids=[ticket.pk], target_id=target.pk, actor=Actor.user(world.chiara.pk))
    follow(ticket_id=target.pk, user_id=world.anna.pk, actor=Actor.user(world.anna.pk))
    assert told(world.anna) == [(target.pk, "Emma Klein answered")]


def test_the_substitute_of_who_is_away_hears_of_what_is_urgent(ticket: Ticket, world: World) -> None:
    TeamMember.objects.create(team=world.it, user=world.bram)
    today = now().date()
    announce_absence(
        user_id=world.anna.pk, first_day=today - timedelta(days=1), last_day=today + timedelta(days=3),
        substitute_id=world.bram.pk,
    )  # fmt: skip
    answered(ticket, world)
    assert told(world.bram) == []
    change_priority(ticket_id=ticket.pk, priority=Priority.URGENT, actor=Actor.user(world.chiara.pk))
    answered(ticket, world)
    assert told(world.bram) == [(ticket.pk, "Emma Klein answered")]
    assert Notification.objects.get(user=world.bram).instead_of == world.anna.pk
    assert Bundle.objects.get(user=world.anna).mail_at is None


def test_however_many_follow_it_costs_the_same(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    event = Event.objects.filter(kind="message.received").latest("pk")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            tell(event)
        return len(asked)

    # who is told of what, then the telling
    before = queries()
    for user in (world.bram, world.lena, world.chiara, world.dieter):
        follow(ticket_id=ticket.pk, user_id=user.pk, actor=Actor.user(user.pk))
    assert queries() == 2 >= before


def test_after_three_months_it_is_forgotten(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    worked()
    assert forget_old() == 0
    with set_to(now() + timedelta(days=91)):
        assert forget_old() == 1
    assert told(world.anna) == []


def test_who_is_given_a_task_is_told_and_again_when_it_is_due(ticket: Ticket, world: World) -> None:
    wanted = Wanted("Order a till", assignee_id=world.bram.pk, due_on=(now() + timedelta(days=1)).date())
    add_task(ticket_id=ticket.pk, wanted=wanted, actor=Actor.user(world.anna.pk))
    assert told(world.bram) == [(ticket.pk, "Anna de Vries gave you a task")]
    with set_to(now() + timedelta(days=2)):
        remind()
        note_seen(user_id=world.bram.pk)
        assert told(world.bram) == [(ticket.pk, "A task of yours is due")]


def test_whoever_put_a_ticket_aside_is_told_when_it_is_back(ticket: Ticket, world: World) -> None:
    User.objects.filter(pk=world.chiara.pk).update(language="en")
    for moment, wake_up in (
        (now(), lambda: answered(ticket, world)),
        (now() + timedelta(days=2), wake_due),
    ):
        snooze(ticket_id=ticket.pk, actor=Actor.user(world.chiara.pk), until=now() + timedelta(days=1))
        with set_to(moment):
            wake_up()
            assert told(world.chiara) == [(ticket.pk, "A ticket you had put aside is back")]
            note_seen(user_id=world.chiara.pk)
    snooze(ticket_id=ticket.pk, actor=Actor.user(world.chiara.pk))
    wake(ticket_id=ticket.pk, actor=Actor.user(world.chiara.pk))
    told(world.chiara)
    assert Notification.objects.filter(user=world.chiara, kind="woken").count() == 2, "not by hand"

"""Mails of what somebody was told and has not seen."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses

import pytest
from django.db import connection, transaction
from django.test import Client

from balie.accounts.models import User
from balie.core.clock import set_to
from balie.events.actor import Actor
from balie.mail.models import OutgoingMail
from balie.notifications.centre import note_seen
from balie.notifications.choosing import Wanted, choose, wishes_for
from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.mailing import claimed, run_batch, seconds_until_due
from balie.notifications.models import Bundle
from balie.notifications.presence import note_present
from balie.notifications.tests.told import worked
from balie.notifications.wishes import USUAL
from balie.notifications.writing import PURPOSE
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.models import Channel, Message, Priority, Ticket
from balie.tickets.participation import follow, unfollow
from balie.tickets.triage import change_priority
from tests.support.world import World

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Anna's, who reads English for once."""
    User.objects.update(language="en")
    return given(world)


def given(world: World, **more: object) -> Ticket:
    with set_to(TUESDAY - timedelta(days=1)):
        found = world.ticket(team=world.it, **more)  # type: ignore[arg-type]
        assign(ticket_id=found.pk, assignee_id=world.anna.pk, actor=Actor.user(world.anna.pk))
    return found


def answered(ticket: Ticket, world: World, at: datetime = TUESDAY, text: str = "Still silent.") -> None:
    with set_to(at):
        receive(
            ticket_id=ticket.pk, content=Content(text=text), author=world.emma, channel=Channel.EMAIL,
            actor=Actor.contact(world.emma.pk),
        )  # fmt: skip
        worked()


def mails_at(at: datetime) -> list[OutgoingMail]:
    """All that went out until then."""
    with set_to(at):
        while run_batch():
            pass
    return list(OutgoingMail.objects.filter(purpose=PURPOSE).order_by("pk"))


def chosen(user: User, rhythm: Rhythm = Rhythm.QUARTER, days: tuple[int, ...] = (0, 1, 2, 3, 4)) -> None:
    choose(user_id=user.pk, wanted=Wanted(USUAL, rhythm, days, 480, 1080))


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_what_nobody_looked_at_is_mailed_once(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    assert mails_at(TUESDAY + minutes(14)) == []
    (mail,) = mails_at(TUESDAY + minutes(15))
    assert mail.recipients == [world.anna.email]
    assert "Emma Klein answered" in mail.text
    assert "> Still silent." in mail.text
    assert f"/desk/tickets/{ticket.pk}/#message-" in mail.text
    assert dict(mail.headers)["Subject"] == f"#{ticket.pk} The till prints no receipts"
    assert len(mails_at(TUESDAY + timedelta(days=1))) == 1


def test_what_was_looked_at_is_not_mailed(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    note_seen(user_id=world.anna.pk, ticket_id=ticket.pk)
    assert mails_at(TUESDAY + minutes(60)) == []


def test_several_tickets_make_one_mail(ticket: Ticket, world: World) -> None:
    other = given(world, subject="Another till")
    answered(ticket, world)
    answered(other, world, TUESDAY + minutes(10))
    (mail,) = mails_at(TUESDAY + minutes(15))
    assert dict(mail.headers)["Subject"] == "News on 2 tickets"
    assert f"#{ticket.pk}" in mail.text
    assert f"#{other.pk} Another till" in mail.text
    assert "References" not in dict(mail.headers)
    assert mails_at(TUESDAY + minutes(90)) == [mail]


def test_mails_about_a_ticket_are_one_thread(ticket: Ticket, world: World) -> None:
    chosen(world.anna, Rhythm.AT_ONCE)
    answered(ticket, world)
    mails_at(TUESDAY + minutes(1))
    answered(ticket, world, TUESDAY + minutes(30), text="And again.")
    first, second = mails_at(TUESDAY + minutes(31))
    assert dict(first.headers)["References"] == dict(second.headers)["References"]
    assert "And again." in second.text
    assert "Still silent." not in second.text


def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(ticket: Ticket, world: World) -> None:
    answered(ticket, world, NIGHT)
    assert mails_at(NIGHT + timedelta(hours=7)) == []
    urgent = given(world)
    change_priority(ticket_id=urgent.pk, priority=Priority.URGENT, actor=Actor.user(world.chiara.pk))
    answered(urgent, world, NIGHT)
    (mail,) = mails_at(NIGHT + minutes(1))
    assert f"#{urgent.pk}" in mail.text
    assert f"#{ticket.pk} " not in mail.text
    assert len(mails_at(NIGHT + timedelta(hours=9))) == 2


def test_who_is_at_the_desk_gets_it_once_they_have_gone(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    with set_to(TUESDAY + minutes(14)):
        note_present(user_id=world.anna.pk)
    assert mails_at(TUESDAY + minutes(15)) == []
    assert len(mails_at(TUESDAY + minutes(19))) == 1


def test_what_one_may_not_see_any_more_is_not_mailed(ticket: Ticket, world: World) -> None:
    actor = Actor.user(world.bram.pk)
    follow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=actor)
    answered(ticket, world)
    unfollow(ticket_id=ticket.pk, user_id=world.bram.pk, actor=actor)
    assert {mail.recipients[0] for mail in mails_at(TUESDAY + minutes(20))} == {world.anna.email}


def test_what_was_put_out_of_sight_since_is_not_quoted(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    hidden = world.ticket(team=world.orders)
    Message.objects.filter(ticket=ticket, direction="in").update(ticket=hidden)
    (mail,) = mails_at(TUESDAY + minutes(20))
    assert "Still silent" not in mail.text


def test_it_is_written_in_the_readers_language(ticket: Ticket, world: World) -> None:
    User.objects.filter(pk=world.anna.pk).update(language="nl")
    answered(ticket, world)
    (mail,) = mails_at(TUESDAY + minutes(15))
    assert "Emma Klein heeft geantwoord" in mail.text


def test_an_answer_to_it_reaches_nobody_and_no_machine_answers(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    (mail,) = mails_at(TUESDAY + minutes(15))
    headers = dict(mail.headers)
    assert getaddresses([headers["Reply-To"]])[0][1].startswith("no-reply@")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert mail.envelope_from == ""


def ending_of(mail: OutgoingMail) -> str:
    link = str(dict(mail.headers)["List-Unsubscribe"])
    return link.strip("<>").partition("//")[2].partition("/")[2]


def test_mails_end_by_their_link_without_signing_in(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    (mail,) = mails_at(TUESDAY + minutes(15))
    path = f"/{ending_of(mail)}"
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert Way.MAIL in wishes_for(world.anna.pk).ways(Kind.ANSWER)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not any(Way.MAIL in wishes_for(world.anna.pk).ways(kind) for kind in Kind)
    assert Way.CENTRE in wishes_for(world.anna.pk).ways(Kind.ANSWER)
    answered(ticket, world, TUESDAY + minutes(60))
    assert mails_at(TUESDAY + timedelta(days=1)) == [mail]
    assert client.post(path.replace("ending/", "ending/1")).status_code == 404


def test_what_waits_is_dropped_once_mails_are_not_wanted(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    centre = {kind: frozenset({Way.CENTRE}) for kind in Kind}
    choose(user_id=world.anna.pk, wanted=Wanted(centre, Rhythm.QUARTER, (), 480, 1080))
    assert not Bundle.objects.filter(mail_at__isnull=False).exists()


def test_the_queue_knows_when_the_next_is_due(ticket: Ticket, world: World) -> None:
    assert seconds_until_due() is None
    answered(ticket, world)
    with set_to(TUESDAY):
        assert seconds_until_due() == 15 * 60


def test_who_does_not_work_here_any_more_gets_none(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    User.objects.filter(pk=world.anna.pk).update(is_active=False)
    assert mails_at(TUESDAY + minutes(15)) == []
    assert seconds_until_due() is None


def test_a_hundred_tickets_at_once_make_one_mail_that_names_the_first(world: World) -> None:
    User.objects.update(language="en")
    tickets = [world.ticket(team=world.it) for _ in range(60)]
    with set_to(TUESDAY):
        for ticket in tickets:
            assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
        worked()
    (mail,) = mails_at(TUESDAY + minutes(15))
    assert dict(mail.headers)["Subject"] == "News on 60 tickets"
    assert f"#{tickets[-1].pk}" in mail.text
    assert f"#{tickets[0].pk} " not in mail.text
    assert "There is news on 10 more tickets." in mail.text
    assert "/desk/notifications/" in mail.text
    assert mails_at(TUESDAY + timedelta(days=1)) == [mail]


def test_so_it_is_for_who_wants_a_mail_of_each(world: World) -> None:
    chosen(world.anna, Rhythm.AT_ONCE)
    with set_to(TUESDAY):
        for _ in range(5):
            ticket = world.ticket(team=world.it)
            assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
        worked()
    assert len(mails_at(TUESDAY + minutes(1))) == 5
    with set_to(TUESDAY + minutes(10)):
        for _ in range(6):
            ticket = world.ticket(team=world.it)
            assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
        worked()
    assert len(mails_at(TUESDAY + minutes(11))) == 5 + 1


def test_who_was_at_the_desk_until_the_evening_gets_it_in_the_morning(ticket: Ticket, world: World) -> None:
    User.objects.filter(pk=world.anna.pk).update(time_zone="UTC")
    evening = TUESDAY.replace(hour=17, minute=44)
    urgent = given(world)
    change_priority(ticket_id=urgent.pk, priority=Priority.URGENT, actor=Actor.user(world.chiara.pk))
    answered(ticket, world, evening)
    answered(urgent, world, evening + minutes(14))
    with set_to(evening + minutes(15)):
        note_present(user_id=world.anna.pk)
    assert mails_at(evening + minutes(15)) == []
    (mail,) = mails_at(evening + minutes(20))
    assert f"#{urgent.pk}" in mail.text
    assert len(mails_at(TUESDAY + timedelta(hours=21))) == 1
    assert len(mails_at(TUESDAY + timedelta(hours=22))) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_take_what_waits_for_one_person_do_not_wait_for_each_other(ticket: Ticket, world: World) -> None:
    answered(ticket, world)
    answered(given(world, subject="Another till"), world)
    first, second = Bundle.objects.filter(user=world.anna).order_by("pk")

    def taken(bundle: Bundle, **how: bool) -> None:
        assert Bundle.objects.select_for_update(of=("self",), **how).get(pk=bundle.pk)

    def send() -> int:
        try:
            return len(mails_at(TUESDAY + minutes(15)))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            taken(first)
            sending = other.submit(send)
            wait([sending], timeout=1)
            assert not sending.done()
            taken(second, nowait=True)
        assert sending.result() == 1


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_one_person_is_one_workers(ticket: Ticket, world: World) -> None:
    answered(ticket, world)

    def send() -> int:
        try:
            with set_to(TUESDAY + minutes(15)):
                return run_batch()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        assert claimed(world.anna.pk)
        assert other.submit(send).result(timeout=10) == 0

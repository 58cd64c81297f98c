"""Asking how it went, and what comes back."""

import re

import pytest
from django.test import Client

from balie.accounts.models import User
from balie.accounts.staffing import dissolve_team
from balie.core.clock import now
from balie.core.together import alone
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.mail.models import OutgoingMail
from balie.people.models import Identity
from balie.surveys.asking import PURPOSE, ask_after_resolving
from balie.surveys.choosing import choose
from balie.surveys.links import survey_link
from balie.surveys.models import Survey
from balie.surveys.reading import asking_survey
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket, receive, reply
from balie.tickets.forwarding.forwarding import forward
from balie.tickets.lifecycle import STATUS_CHANGED, change_status
from balie.tickets.models import Channel, Status, Ticket
from tests.support.world import World

pytestmark = pytest.mark.django_db


def solved(ticket: Ticket, by: int) -> Ticket:
    reply(ticket_id=ticket.pk, content=Content(text="Done."), actor=Actor.user(by), status=Status.RESOLVED)
    react(ticket)
    return ticket


def react(ticket: Ticket) -> None:
    """What the worker does after the commit."""
    for event in Event.objects.filter(ticket_id=ticket.pk, kind=STATUS_CHANGED).order_by("pk"):
        ask_after_resolving(event)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(purpose=PURPOSE).order_by("pk"))


def link_in(mail: OutgoingMail, score: int) -> str:
    found = re.search(rf"http://\S+(/s/\S+\?score={score})", mail.text)
    assert found
    return found[1]


@pytest.fixture
def ticket(world: World) -> Ticket:
    return solved(world.ticket(team=world.it), world.anna.pk)


def test_who_got_an_answer_is_asked_once_it_is_solved(ticket: Ticket, world: World) -> None:
    (mail,) = mails()
    survey = Survey.objects.get()
    assert mail.recipients == ["emma@fietsfabriek.example"]
    assert (survey.agent, survey.team) == (world.anna, world.it)
    headers = dict(mail.headers)
    assert headers["Auto-Submitted"] == "auto-generated"
    assert mail.envelope_from == ""


def test_the_mail_speaks_the_language_of_the_contact(world: World) -> None:
    solved(world.ticket(requester=world.emma, language="nl"), world.anna.pk)
    assert '<html lang="nl">' in mails()[0].html


def test_it_is_asked_once_however_often_it_is_solved(ticket: Ticket, world: World) -> None:
    receive(ticket_id=ticket.pk, content=Content(text="No!"), author=world.emma, channel=Channel.EMAIL, actor=SYSTEM)
    solved(ticket, world.anna.pk)
    react(ticket)
    assert len(mails()) == 1


def test_machines_are_not_asked(world: World) -> None:
    made, _message = open_ticket(
        subject="Disk full", content=Content(text="95 %", automatic=True), requester=world.emma, channel=Channel.EMAIL,
        actor=SYSTEM,
    )  # fmt: skip
    solved(made, world.anna.pk)
    assert not mails()


def test_who_never_got_an_answer_is_not_asked(world: World) -> None:
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    react(ticket)
    assert not mails()


def test_nobody_is_asked_where_it_is_switched_off(world: World) -> None:
    choose(asks=True, quiet_teams=[world.it.pk], actor=SYSTEM)
    solved(world.ticket(team=world.it), world.anna.pk)
    assert not mails()
    solved(world.ticket(team=world.orders), world.bram.pk)
    assert len(mails()) == 1
    choose(asks=False, quiet_teams=[], actor=SYSTEM)
    solved(world.ticket(team=world.orders), world.bram.pk)
    assert len(mails()) == 1


def test_a_team_that_is_being_dissolved_stays_quiet(world: World) -> None:
    choose(asks=True, quiet_teams=[world.it.pk], actor=SYSTEM)
    ticket = world.ticket(team=world.it)
    dissolve_team(team_id=world.it.pk, heir_id=None, actor=Actor.user(world.dieter.pk))
    solved(ticket, world.anna.pk)
    assert not mails()


@pytest.mark.parametrize(
    "address", ["noreply@shop.example", "MAILER-DAEMON@shop.example", "bounce@shop.example", "jo@shop.invalid"]
)
def test_addresses_nobody_reads_are_not_asked(world: World, address: str) -> None:
    Identity.objects.filter(contact=world.emma).update(value=address.lower())
    solved(world.ticket(), world.anna.pk)
    assert not mails()
    assert not Survey.objects.exists()


def test_an_address_that_refused_our_mail_is_not_asked(world: World) -> None:
    Identity.objects.filter(contact=world.emma).update(bounced_at=now())
    solved(world.ticket(), world.anna.pk)
    assert not mails()


def test_one_click_shows_the_score_chosen_and_records_nothing(client: Client, ticket: Ticket) -> None:
    page = client.get(link_in(mails()[0], 4)).content.decode()
    assert re.search(r'value="4" required checked', page)
    assert Survey.objects.get().score is None
    assert not Event.objects.filter(kind="survey.answered").exists()


def test_sending_records_and_may_be_changed(client: Client, ticket: Ticket) -> None:
    path = link_in(mails()[0], 4)
    answer = client.post(path, {"score": "4", "words": "Quick and kind"}, follow=True)
    assert "Thank you" in answer.content.decode()
    survey = alone(asking_survey(ticket.pk))
    assert survey and (survey.score, survey.words) == (4, "Quick and kind")
    client.post(path, {"score": "2", "words": ""})
    survey.refresh_from_db()
    assert survey.score == 2
    assert [event.data["score"] for event in Event.objects.filter(kind="survey.answered").order_by("pk")] == [4, 2]


@pytest.mark.parametrize("score", ["0", "6", "", "five"])
def test_a_score_that_is_none_is_refused_in_words(client: Client, ticket: Ticket, score: str) -> None:
    answer = client.post(survey_link(Survey.objects.get().pk), {"score": score, "words": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    assert Survey.objects.get().score is None


def test_a_forged_link_opens_nothing(client: Client, ticket: Ticket) -> None:
    forged = survey_link(Survey.objects.get().pk).replace("/s/", "/s/9")
    assert client.get(forged).status_code == 410


def test_the_desk_sees_what_was_said(client: Client, ticket: Ticket, world: World) -> None:
    client.post(survey_link(Survey.objects.get().pk), {"score": "2", "words": "It took <long>"})
    User.objects.update(language="en")
    client.force_login(world.chiara)
    page = client.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "It took &lt;long&gt;" in page
    assert "<b>Emma Klein</b> found our help: <b>Bad</b>" in page


def test_it_comes_from_where_the_contact_was_answered_not_from_what_was_forwarded(world: World) -> None:
    found = world.ticket(team=world.it)
    reply(ticket_id=found.pk, content=Content(text="Done."), actor=Actor.user(world.anna.pk))
    content = Content(text="See", to=({"name": "", "email": "s@supplier.example"},))
    forward(message_id=found.messages.earliest("pk").pk, content=content, actor=Actor.user(world.bram.pk))
    change_status(ticket_id=found.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    react(found)
    assert "Anna" in dict(mails()[0].headers)["From"]

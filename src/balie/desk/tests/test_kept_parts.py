"""Parts of a ticket's page are kept once made (config/keeping.py): whatever they show changes, they show it changed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

import pytest
from django.test import Client, RequestFactory
from django.utils import formats, timezone

from balie.accounts.models import Role, User
from balie.accounts.profile import Profile, change_language, change_profile
from balie.accounts.staffing import Place, change_team, change_user
from balie.desk.access import DeskRequest
from balie.desk.tests.desk import seated, text
from balie.desk.ticket_page import ticket_context
from balie.events.actor import SYSTEM, Actor
from balie.people.identities import contact_for, note_bounce
from balie.people.models import Contact
from balie.surveys.answering import answer_survey
from balie.surveys.models import Survey
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.deliveries import note_delivery
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import accept_participant, add_participants, follow, remove_participant, unfollow
from balie.tickets.reading import ticket_for
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_kind, change_priority, change_subject
from config import keeping
from tests.support.world import World

CONVERSATION, PANEL = "conversation/", "panel/"
# Made for each answer, and for nobody to read.
_EACH_TIME = re.compile(r'csrfmiddlewaretoken" value="\w+"|data-live-topics="[^"]*"')


class Scene(NamedTuple):
    world: World
    ticket: Ticket
    answer: Message
    survey: Survey

    @property
    def anna(self) -> Actor:
        return Actor.user(self.world.anna.pk)


@pytest.fixture
def scene(world: World) -> Scene:
    """A ticket of a contact without a name, with an answer, a stranger's message, and one without a name in copy."""
    nameless = contact_for(email="till7@fietsfabriek.example")
    ticket = world.ticket(requester=nameless, team=world.it, tags=["shop"])
    answer = reply(ticket_id=ticket.pk, content=Content(text="Done?"), actor=Actor.user(world.anna.pk))
    add_note(ticket_id=ticket.pk, content=Content(text="Called."), actor=Actor.user(world.bram.pk))
    copied = contact_for(email="shop7@fietsfabriek.example")
    add_participants(ticket_id=ticket.pk, contact_ids=[copied.pk], actor=Actor.user(world.anna.pk))
    receive(
        ticket_id=ticket.pk, content=Content(text="Me too"), author=world.oscar, channel=Channel.EMAIL,
        actor=Actor.contact(world.oscar.pk), unverified=True,
    )  # fmt: skip
    add_participants(ticket_id=ticket.pk, contact_ids=[world.oscar.pk], actor=SYSTEM, accepted=False)
    follow(ticket_id=ticket.pk, user_id=world.chiara.pk, actor=Actor.user(world.chiara.pk))
    return Scene(world, ticket, answer, Survey.objects.create(ticket=ticket, contact=nameless))


def part(client: Client, ticket: Ticket, which: str) -> str:
    return _EACH_TIME.sub("", text(client.get(f"/desk/tickets/{ticket.pk}/{which}")))


def marks(viewer: User, ticket: Ticket) -> dict[str, object]:
    """By which the parts are kept, without what else a page carries along, such as its newest event."""
    request = cast("DeskRequest", RequestFactory().get("/"))
    request.user = User.objects.get(pk=viewer.pk)
    found = ticket_for(request.user, ticket.pk)
    assert found
    context: dict[str, Any] = ticket_context(request, found)
    return {CONVERSATION: context["entries"].mark, PANEL: context["panel_mark"]}


def renamed(world: World, user: User, name: str) -> None:
    place = Place(name=name, role=user.role, team_ids=frozenset(user.team_ids))
    change_user(user_id=user.pk, place=place, actor=Actor.user(world.dieter.pk))


def chosen(words: str) -> str:
    return f"selected>{words}</option>"


def moments(shown: str) -> set[str]:
    """When each message was written, in full."""
    return set(re.findall(r'title="([^"]*)" data-relative', shown))


Change = Callable[[Scene], object]
# What is done; which part tells it; what it says then and did not before.
CHANGES: dict[str, tuple[Change, str, str]] = {
    "status": (
        lambda it: change_status(ticket_id=it.ticket.pk, status="pending", actor=it.anna), PANEL, chosen("Pending")
    ),
    "assignee": (
        lambda it: assign(ticket_id=it.ticket.pk, assignee_id=it.world.bram.pk, actor=it.anna), PANEL,
        chosen("Bram Jansen"),
    ),
    "priority": (
        lambda it: change_priority(ticket_id=it.ticket.pk, priority=4, actor=it.anna), PANEL, chosen("Urgent")
    ),
    "kind": (lambda it: change_kind(ticket_id=it.ticket.pk, kind="incident", actor=it.anna), PANEL, chosen("Incident")),
    "team": (
        lambda it: move_to_team(ticket_id=it.ticket.pk, team_id=it.world.orders.pk, actor=it.anna), PANEL,
        chosen("Orders"),
    ),
    "team, in bulk": (
        lambda it: move_to_team(ticket_id=it.ticket.pk, team_id=None, actor=it.anna, in_bulk=True), PANEL,
        chosen("No team"),
    ),
    "tags": (lambda it: set_tags(ticket_id=it.ticket.pk, names=["paper"], actor=it.anna), PANEL, "paper"),
    "subject": (
        lambda it: change_subject(ticket_id=it.ticket.pk, subject="Another", actor=it.anna), CONVERSATION,
        "<h1>Another</h1>",
    ),
    "a follower": (
        lambda it: follow(ticket_id=it.ticket.pk, user_id=it.world.lena.pk, actor=it.anna), PANEL, "Lena Hofmann"
    ),
    "a follower less": (
        lambda it: unfollow(ticket_id=it.ticket.pk, user_id=it.world.chiara.pk, actor=it.anna), CONVERSATION,
        "no longer follows this",
    ),
    "a participant": (
        lambda it: add_participants(ticket_id=it.ticket.pk, contact_ids=[it.world.farid.pk], actor=it.anna), PANEL,
        "Farid Haddad",
    ),
    "a participant less": (
        lambda it: remove_participant(ticket_id=it.ticket.pk, contact_id=it.world.oscar.pk, actor=it.anna),
        CONVERSATION, "took out",
    ),
    "a stranger accepted": (
        lambda it: accept_participant(ticket_id=it.ticket.pk, contact_id=it.world.oscar.pk, actor=it.anna), PANEL,
        "Oscar Outsider",
    ),
    "the contact's name": (
        lambda _: contact_for(email="till7@fietsfabriek.example", name="Till Seven"), PANEL, "Till Seven"
    ),
    "the contact's name, as an author": (
        lambda _: contact_for(email="till7@fietsfabriek.example", name="Till Seven"), CONVERSATION, "Till Seven"
    ),
    "the name of somebody in copy": (
        lambda _: contact_for(email="shop7@fietsfabriek.example", name="Shop Seven"), PANEL, "Shop Seven"
    ),
    "the name of somebody an event is about": (
        lambda _: contact_for(email="shop7@fietsfabriek.example", name="Shop Seven"), CONVERSATION, "Shop Seven"
    ),
    "an address that bounced": (
        lambda _: note_bounce(email="till7@fietsfabriek.example", status="5.1.1"), PANEL, "bounces"
    ),
    "a survey's answer": (lambda it: answer_survey(survey_id=it.survey.pk, score=5), PANEL, "Very good"),
    "a survey's answer, told": (lambda it: answer_survey(survey_id=it.survey.pk, score=5), CONVERSATION, "Very good"),
    "how an answer was delivered": (
        lambda it: note_delivery(message_id=it.answer.pk, state="bounced"), CONVERSATION, "This message came back"
    ),
    "a colleague renamed who follows": (
        lambda it: renamed(it.world, it.world.chiara, "Chiara Verdi"), PANEL, "Chiara Verdi"
    ),
    "a colleague renamed of whom an event tells": (
        lambda it: renamed(it.world, it.world.chiara, "Chiara Verdi"), CONVERSATION, "Chiara Verdi"
    ),
    "a colleague renamed who wrote": (
        lambda it: renamed(it.world, it.world.bram, "Bram de Boer"), CONVERSATION, "Bram de Boer"
    ),
    "a colleague renamed who has it": (
        lambda it: renamed(it.world, it.world.anna, "Anna de Boer"), PANEL, chosen("Anna de Boer")
    ),
    "its team renamed": (
        lambda it: change_team(team_id=it.world.it.pk, name="Machines", member_ids=[], actor=it.anna), PANEL,
        chosen("Machines"),
    ),
    "another ticket of the contact": (
        lambda it: it.world.ticket(requester=it.ticket.requester, subject="And another"), PANEL, "And another"
    ),
    "a message": (
        lambda it: add_note(ticket_id=it.ticket.pk, content=Content(text="She called"), actor=it.anna), CONVERSATION,
        "She called",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fact", CHANGES)
def test_what_changes_is_shown_changed(scene: Scene, monkeypatch: pytest.MonkeyPatch, fact: str) -> None:
    change, which, words = CHANGES[fact]
    monkeypatch.setattr(keeping, "_kept", {})
    admin = seated(scene.world.dieter)
    before, mark = part(admin, scene.ticket, which), marks(scene.world.dieter, scene.ticket)[which]
    assert words not in before
    kept = len(keeping._kept)
    assert (part(admin, scene.ticket, which), len(keeping._kept)) == (before, kept), "it is kept"

    change(scene)
    shown = {name: part(admin, scene.ticket, name) for name in (CONVERSATION, PANEL)}
    assert words in shown[which]
    # The page's newest event is among its keys too: the mark has to tell it by itself.
    assert marks(scene.world.dieter, scene.ticket)[which] != mark
    monkeypatch.setattr(keeping, "_kept", {})
    assert {name: part(admin, scene.ticket, name) for name in shown} == shown


def test_each_viewer_is_shown_their_own(scene: Scene) -> None:
    world, ticket = scene.world, scene.ticket
    move_to_team(ticket_id=ticket.pk, team_id=None, actor=scene.anna)
    world.ticket(requester=ticket.requester, team=world.it, subject="For IT alone")
    page = {user: part(seated(user), ticket, PANEL) for user in (world.anna, world.bram, world.chiara, world.lena)}
    talk = {user: part(seated(user), ticket, CONVERSATION) for user in page}

    def told(pages: dict[User, str], words: str) -> set[User]:
        return {user for user, shown in pages.items() if words in shown}

    assert told(page, "status/") == {world.anna, world.bram, world.chiara}
    assert told(page, "Take it") == {world.bram, world.chiara}
    assert told(page, "Stop following") == {world.chiara}
    assert told(page, "For IT alone") == {world.anna, world.chiara}
    assert told(talk, "acceptance/") == told(talk, "subject/") == {world.anna, world.bram, world.chiara}
    light = world.lena
    promoted = Place(name=light.name, role=Role.AGENT, team_ids=frozenset(light.team_ids))
    change_user(user_id=light.pk, place=promoted, actor=Actor.user(world.dieter.pk))
    assert "status/" in part(seated(light), ticket, PANEL)


def test_each_reads_it_in_their_language_and_time_zone(scene: Scene) -> None:
    asked = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
    Message.objects.update(created_at=asked)
    Contact.objects.update(created_at=asked)
    anna = seated(scene.world.anna)

    def shown() -> str:
        return part(anna, scene.ticket, PANEL) + part(anna, scene.ticket, CONVERSATION)

    english = shown()
    assert "Contact since" in english
    assert "5 January 2026, 23:30" in moments(english)
    change_language(user_id=scene.world.anna.pk, language="de")
    german = shown()
    assert "Contact since" not in german
    assert "5. Januar 2026, 23:30" in moments(german)
    profile = Profile(name="Anna", language="en", time_zone="Asia/Tokyo", theme="")
    change_profile(user_id=scene.world.anna.pk, profile=profile)
    tokyo = shown()
    assert "6 January 2026, 07:30" in moments(tokyo)
    # Since when the contact is one, in the panel.
    assert ["5 January 2026" in english, "5. Januar 2026" in german, "6 January 2026" in tokyo] == [True] * 3


def test_how_long_ago_it_was_goes_on(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, wrote = seated(scene.world.anna), scene.answer.created_at.replace(second=0, microsecond=0)
    day = formats.date_format(timezone.localtime(wrote), "j M")
    for later, words in ((0, ">now</time>"), (5, ">5 min</time>"), (6, ">6 min</time>"), (10 * 24 * 60, f">{day}")):
        monkeypatch.setattr(timezone, "now", lambda later=later: wrote + timedelta(minutes=later, seconds=30))
        assert words in part(anna, scene.ticket, CONVERSATION)

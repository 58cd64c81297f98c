"""Canned answers, and whom a note speaks to."""

import pytest

from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.canned import CannedAnswer
from balie.tickets.canned_answers import Wanted, add_canned_answer, filled
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.mentioning import Mentions, mention, mentions_in
from balie.tickets.models import Ticket
from tests.support.world import World


def add(world: World, readers: str, team_id: int | None = None) -> CannedAnswer:
    wanted = Wanted("Hello", "<p>Hello {contact}<script>x()</script></p>", readers, team_id)
    return add_canned_answer(wanted=wanted, actor=Actor.user(world.anna.pk))


@pytest.mark.parametrize(
    ("readers", "who"),
    [
        ("own", {"anna"}),
        ("team", {"anna", "chiara", "dieter"}),
        ("all", {"anna", "bram", "lena", "chiara", "dieter"}),
    ],
)
def test_those_it_is_for_can_use_it(world: World, readers: str, who: set[str]) -> None:
    add(world, readers, world.it.pk)
    names = ("anna", "bram", "lena", "chiara", "dieter")
    assert {name for name in names if CannedAnswer.objects.visible_to(getattr(world, name)).exists()} == who


def test_placeholders_become_what_they_stand_for(world: World) -> None:
    world.emma.name = "Emma <b> Klein"
    html = filled("<p>{contact}, {number}, {agent}</p>", ticket=world.ticket(), agent=world.anna)
    assert html.startswith("<p>Emma, #")
    assert html.endswith(", Anna de Vries</p>")


def test_it_is_cleaned_when_it_is_written(world: World) -> None:
    assert add(world, "own").html == "<p>Hello {contact}</p>"


def test_who_is_spoken_to_follows_and_an_event_says_so(world: World) -> None:
    ticket = world.ticket(team=world.it)
    anna = Actor.user(world.anna.pk)
    bram = f'<span data-mention="user:{world.bram.pk}" class="mention">@Bram</span>'
    html = f'<p>{bram} <span data-mention="team:{world.it.pk}">@IT</span></p>'
    found = mentions_in(html)
    assert found == Mentions((world.bram.pk,), (world.it.pk,))
    assert not Ticket.objects.visible_to(world.bram).filter(pk=ticket.pk).exists()
    note = add_note(ticket_id=ticket.pk, content=Content(text="@Bram @IT"), actor=anna)
    mention(message=note, mentions=found, actor=anna)
    assert Ticket.objects.visible_to(world.bram).filter(pk=ticket.pk).exists()
    assert set(ticket.followers.values_list("user", flat=True)) == {world.bram.pk}
    told = Event.objects.filter(kind="message.mentioned", message_id=note.pk)
    assert [event.data for event in told.order_by("pk")] == [{"user": world.bram.pk}, {"team": world.it.pk}]


def test_nobody_is_no_mention() -> None:
    assert mentions_in("<p>@Bram</p>") is None

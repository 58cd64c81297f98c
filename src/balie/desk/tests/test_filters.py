"""Lists narrowed by conditions that are typed."""

import re
from urllib.parse import quote_plus

import pytest
from django.test import Client

from balie.desk.tests.desk import Answer, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.tickets import finding
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.finding import WINDOW
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, Ticket
from balie.tickets.participation import follow
from tests.support.world import World


def found(client: Client, query: str, **more: str) -> list[int]:
    return shown(client.get("/desk/", {"q": query, **more}))


def shown(answer: Answer) -> list[int]:
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'id="ticket-(\d+)"', text(answer))]


@pytest.fixture
def several(world: World) -> dict[str, Ticket]:
    made = {
        "plain": world.ticket(),
        "till": world.ticket(
            team=world.it, subject="The till is silent", kind="incident", priority=4, tags=["till", "shop 3"]
        ),
        "order": world.ticket(requester=world.farid, priority=3, tags=["till"], text="Where is my ladder?"),
        "done": world.ticket(team=world.it, kind="request"),
    }
    assign(ticket_id=made["till"].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    assign(ticket_id=made["order"].pk, assignee_id=world.chiara.pk, actor=SYSTEM)
    follow(ticket_id=made["plain"].pk, user_id=world.anna.pk, actor=SYSTEM)
    change_status(ticket_id=made["done"].pk, status="resolved", actor=SYSTEM)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "plain till order done"),
        ("status:active", "plain till order"),
        ("status:done", "done"),
        ("-status:active", "done"),
        ("team:it", "till done"),
        ("team:IT -status:resolved", "till"),
        ("team:none", "plain order"),
        ("team:mine status:open", "till"),
        ("assignee:me", "till"),
        ('assignee:"Chiara Rossi"', "order"),
        ("assignee:none", "plain done"),
        ("assignee:none,me", "plain till done"),
        ("follower:me", "plain"),
        ("priority:>=high", "till order"),
        ("priority:>=high or kind:request", "till order done"),
        ("kind:incident,request", "till done"),
        ("tag:till", "till order"),
        ('tag:"shop 3"', "till"),
        ("tag:none", "plain done"),
        ("tag:till -priority:urgent", "order"),
        ("requester:farid@lampenhaus.example", "order"),
        ("-requester:farid@lampenhaus.example", "plain till done"),
        ("organisation:Fietsfabriek", "plain till done"),
        ("organisation:none", "order"),
        ("waits:us status:active", "plain till order"),
        ("created:today", "plain till order done"),
        ("created:>1h", ""),
        ("resolved:none", "plain till order"),
        ("resolved:7d", "done"),
        ('subject:"till is"', "till"),
        ("ladder", "order"),
        ("-(tag:till or status:done)", "plain"),
    ],
)
def test_what_is_typed_is_found(world: World, several: dict[str, Ticket], query: str, expected: str) -> None:
    numbers = found(seated(world.anna), query)
    assert {name for name, ticket in several.items() if ticket.pk in numbers} == set(expected.split())
    assert len(numbers) == len(set(numbers))


def test_words_are_found_in_whatever_was_said(world: World, several: dict[str, Ticket]) -> None:
    receive(
        ticket_id=several["plain"].pk, content=Content(text="It smells of burnt rubber."), author=world.emma,
        channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    anna = seated(world.anna)
    assert found(anna, "status:active rubber") == [several["plain"].pk]
    assert found(anna, 'status:done "burnt rubber"') == []


def test_what_others_teams_have_stays_theirs(world: World) -> None:
    hidden = world.ticket(team=world.orders, tags=["secret"], subject="Margin")
    anna = seated(world.anna)
    for query in ("", "tag:secret", "margin", f"number:{hidden.pk}", "team:orders", "-status:done", "subject:margin"):
        assert hidden.pk not in found(anna, query), query
    assert found(seated(world.chiara), "tag:secret") == [hidden.pk]


def test_the_text_is_that_of_the_view_until_it_is_changed(world: World) -> None:
    page = text(seated(world.anna).get("/desk/?view=mine"))
    assert 'name="q" value="status:active assignee:me snoozed:no"' in page
    assert "Save as a view" in text(seated(world.anna).get("/desk/?view=mine&q=assignee:me"))
    assert 'class="view-bar"' not in page


def test_a_choice_changes_what_is_typed(world: World) -> None:
    page = text(seated(world.anna).get("/desk/?q=tag:none+status:open+priority:high&by-status=pending&by-priority="))
    assert 'name="q" value="tag:none status:pending"' in page
    # What the choice can't say stays as it is.
    page = text(seated(world.anna).get("/desk/?q=status:open,new&by-status=~&by-kind=incident"))
    assert 'name="q" value="status:open,new kind:incident"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour:red", "There is nothing called “colour” to filter by."),
        ("status:opne", "“opne” is nothing that status can be."),
        ("tag:nothing", "“nothing” is nothing that tag can be."),
        ("status:", "What should status be? Write it right after the colon."),
        ("(a", "A bracket is opened and not closed."),
        ("a)", "A bracket is closed that was not opened."),
        ("x" * 1_001, "A filter has 1000 characters at most."),
    ],
)
def test_what_is_not_understood_is_told_and_kept(world: World, query: str, words: str) -> None:
    world.ticket()
    answer = seated(world.anna).get("/desk/", {"q": query})
    assert shown(answer) == []
    assert words in text(answer).replace("&#34;", '"')
    assert f'name="q" value="{query}"' in text(answer)


def test_what_may_have_been_meant_is_a_click_away(world: World) -> None:
    page = text(seated(world.anna).get("/desk/?q=team:it+statu:opne"))
    assert f'href="/desk/?q={quote_plus("team:it status:opne")}"' in page
    page = text(seated(world.anna).get("/desk/?q=team:it+status:opne"))
    assert f'href="/desk/?q={quote_plus("team:it status:open")}"' in page


@pytest.mark.parametrize("query", ["team:mine", "team:mine kind:incident", "team:mine -tag:none or team:mine till"])
def test_who_is_in_no_team_has_no_tickets_of_teams(world: World, query: str) -> None:
    world.ticket(kind="incident", team=world.it)
    assert found(seated(world.dieter), query) == []
    assert found(seated(world.dieter), query, sort="priority") == []


@pytest.mark.parametrize("chosen", [{"q": "status:active"}, {"status": "new,open,pending,on_hold"}])
def test_what_is_active_is_not_the_inbox(world: World, chosen: dict[str, str]) -> None:
    waiting = world.ticket()
    change_status(ticket_id=waiting.pk, status="pending", actor=SYSTEM)
    said = text(seated(world.anna).get("/desk/", chosen))
    assert f'id="ticket-{waiting.pk}"' in said
    assert "Filtered" in said
    assert "Take off all" in said
    assert re.search(r'href="/desk/exports/\?q=status%3Aactive', said)


def test_pages_keep_the_filter(world: World) -> None:
    for _ in range(60):
        world.ticket(kind="incident")
    anna = seated(world.anna)
    first = anna.get("/desk/?q=kind:incident")
    older = re.search(r'rel="next" href="([^"]+)"', text(first))
    assert older
    second = anna.get(older[1].replace("&amp;", "&"))
    assert len({*shown(first), *shown(second)}) == 60


def test_a_list_of_what_is_rare_goes_on_where_it_broke_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "WINDOW", 10)
    finding.query.cache_clear()
    wanted = []
    for turn in range(64):
        rare = turn % 25 == 3
        ticket = world.ticket(team=world.it if turn % 2 else None, kind="incident" if rare else "question")
        if rare:
            wanted.append(ticket.pk)
    anna, path, pages, seen = seated(world.anna), "/desk/?q=kind:incident", 0, list[int]()
    while path:
        answer = anna.get(path)
        seen += shown(answer)
        pages += 1
        following = re.search(r'rel="next" href="([^"]+)"', text(answer))
        path = following[1].replace("&amp;", "&") if following else ""
    finding.query.cache_clear()
    assert WINDOW > 10
    assert pages > 2
    assert seen == wanted[::-1]


def test_a_word_that_is_typed_is_completed(world: World) -> None:
    world.ticket(tags=["till", "shop 3"])
    anna = seated(world.anna)

    def completed(typed: str) -> list[str]:
        answer = anna.get("/desk/completion/", {"q": typed}).json()
        return [typed[: answer["from"]] + option["text"] for option in answer["options"]]

    assert "status:" in completed("st")
    assert completed("team:it pri") == ["team:it priority:"]
    assert completed("priority:h") == ["priority:high"]
    assert completed("status:open,pe") == ["status:open,pending"]
    assert completed("-tag:sh") == ['-tag:"shop 3"']
    assert completed("(assignee:m") == ["(assignee:me"]
    assert completed("assignee:chi") == ['assignee:"Chiara Rossi"']
    assert completed("organisation:fie") == ["organisation:Fietsfabriek"]
    assert "requester:emma@fietsfabriek.example" in completed("requester:emma")
    assert completed("created:last-w") == ["created:last-week"]
    assert completed("colour:r") == []

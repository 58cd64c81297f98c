"""Own statuses at the desk: chosen, shown, told of, found."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from balie.core.clock import now
from balie.desk.tests.desk import FRAGMENT, Answer, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.tickets.assignment import move_to_team
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.own_statuses.defining import archive_status
from balie.tickets.own_statuses.tests.making import made_status
from balie.tickets.planned import PlannedReply
from tests.support.world import World


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def stands(ticket: Ticket) -> tuple[str, int | None]:
    now_ = Ticket.objects.get(pk=ticket.pk)
    return now_.status, now_.own_status_id


@pytest.fixture
def parts(world: World) -> int:
    return made_status(teams=[world.it.pk], translations={"nl": {"name": "Wacht op onderdelen"}})


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def held(world: World, own: int) -> Ticket:
    ticket = world.ticket(team=world.it)
    return change_status(ticket_id=ticket.pk, status="on_hold", own=own, actor=Actor.user(world.chiara.pk))


def test_it_is_chosen_on_the_ticket_and_told_in_its_history(world: World, parts: int, anna: Client) -> None:
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/"
    option = f'<option value="on_hold:{parts}" data-detail="On hold">Waiting for parts</option>'
    assert option in text(anna.get(path))
    assert anna.post(f"{path}status/", {"status": f"on_hold:{parts}"}).status_code == 303
    assert stands(ticket) == ("on_hold", parts)
    page = text(anna.get(path))
    assert re.search(r'title="On hold: Waiting for parts">.{0,300}Waiting for parts</span>', page, re.DOTALL)
    assert f'<option value="on_hold:{parts}" selected>Waiting for parts</option>' in page
    assert "Anna de Vries set it to Waiting for parts" in plain(page)


def test_teams_choose_only_their_own(world: World, parts: int) -> None:
    ticket = world.ticket(team=world.orders)
    chiara = seated(world.chiara)
    path = f"/desk/tickets/{ticket.pk}/"
    assert f'value="on_hold:{parts}"' not in text(chiara.get(path))
    answer = chiara.post(f"{path}status/", {"status": f"on_hold:{parts}"}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "given this status" in plain(text(answer))
    assert stands(ticket) == ("new", None)


def test_what_is_new_can_be_named_until_it_is_opened(world: World, anna: Client) -> None:
    sorting = made_status("To be sorted", "new")
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/"
    assert f'<option value="new:{sorting}" data-detail="New">' in text(anna.get(path))
    anna.post(f"{path}status/", {"status": f"new:{sorting}"})
    assert stands(ticket) == ("new", sorting)
    anna.post(f"{path}status/", {"status": "open"})
    assert "To be sorted</option>" not in text(anna.get(path))


def test_a_colleague_who_was_faster_is_named_with_what_they_chose(world: World, parts: int, anna: Client) -> None:
    ticket = world.ticket(team=world.it)
    seen = Event.objects.filter(ticket_id=ticket.pk).latest("pk").pk
    change_status(ticket_id=ticket.pk, status="on_hold", own=parts, actor=Actor.user(world.chiara.pk))
    form = {"status": "on_hold", "seen": seen}
    answer = anna.post(f"/desk/tickets/{ticket.pk}/status/", form, headers=FRAGMENT)
    assert answer.status_code == 409
    assert "Chiara Rossi set it to Waiting for parts" in plain(text(answer))


def test_a_move_to_a_team_without_it_is_told(world: World, parts: int) -> None:
    ticket = held(world, parts)
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    page = text(seated(world.chiara).get(f"/desk/tickets/{ticket.pk}/"))
    assert "It is On hold now, as this team has no status Waiting for parts" in plain(page)


def test_an_answer_is_sent_with_it(world: World, parts: int, anna: Client) -> None:
    ticket = world.ticket(team=world.it)
    path = f"/desk/tickets/{ticket.pk}/"
    page = text(anna.get(path))
    assert "Send and set to “Waiting for parts”" in page
    assert f'name="then" value="on_hold:{parts}"' in page
    anna.post(f"{path}messages/", {"body": "On its way", "visibility": "public", "then": f"on_hold:{parts}"})
    assert stands(ticket) == ("on_hold", parts)
    later = {"later": "own", "at": f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    sent = {"body": "And now", "visibility": "public", "then": f"on_hold:{parts}", **later}
    anna.post(f"{path}messages/", sent)
    planned = PlannedReply.objects.get()
    assert (planned.status, planned.own_status_id) == ("on_hold", parts)


def test_many_are_given_it_and_it_is_said_in_words(world: World, parts: int, anna: Client) -> None:
    tickets = [world.ticket(team=world.it) for _ in range(2)]
    assert f'value="on_hold:{parts}"' in text(anna.get("/desk/"))
    form = {"ticket": [it.pk for it in tickets], "status": f"on_hold:{parts}"}
    told = plain(text(anna.post("/desk/bulk/", form, headers=FRAGMENT)))
    assert "2 tickets changed: status Waiting for parts." in told
    assert [stands(it) for it in tickets] == [("on_hold", parts)] * 2
    anna.post("/desk/bulk/", {"ticket": tickets[0].pk, "status": "on_hold"})
    assert stands(tickets[0]) == ("on_hold", None)


def shown(answer: Answer) -> list[int]:
    return [int(number) for number in re.findall(r'id="ticket-(\d+)"', text(answer))]


@pytest.mark.parametrize("layout", ["list", "board"])
def test_lists_and_boards_name_it(world: World, parts: int, anna: Client, layout: str) -> None:
    ticket = held(world, parts)
    page = text(anna.get("/desk/", {"q": "status:all", "layout": layout}))
    row = page[page.index(f'id="ticket-{ticket.pk}"') :]
    assert re.search(r'class="own-status" data-tone="violet"[^>]*>.{0,300}Waiting for parts', row, re.DOTALL)
    assert 'data-column="on_hold"' in page or layout == "list"


def test_columns_and_facets_name_it(world: World, parts: int, anna: Client) -> None:
    held(world, parts)
    world.anna.refresh_from_db()
    world.anna.columns = {"": ["status"]}
    world.anna.save(update_fields=["columns"])
    cells = re.findall(
        r'class="row-cell">(?:<span[^>]*>[^<]*</span>)?([^<]*)', text(anna.get("/desk/?q=status:on_hold"))
    )
    assert "Waiting for parts" in cells
    facets = plain(text(anna.get("/desk/search/?q=receipts")))
    assert "On hold 1 Waiting for parts 1" in facets


@pytest.mark.parametrize(
    "typed", ["status:waiting-for-parts", 'status:"Wacht op onderdelen"', 'status:"waiting for parts"']
)
def test_it_is_found_by_its_word_and_its_names(world: World, parts: int, anna: Client, typed: str) -> None:
    ours, other = held(world, parts), world.ticket(team=world.it)
    assert shown(anna.get("/desk/", {"q": typed})) == [ours.pk]
    assert shown(anna.get("/desk/", {"q": f"status:all -{typed}"})) == [other.pk]
    assert shown(anna.get("/desk/", {"q": f"({typed} or status:new)"})) == [other.pk, ours.pk]
    assert 'value="status:waiting-for-parts"' in text(anna.get("/desk/", {"q": typed}))


def test_a_category_finds_all_that_is_in_it(world: World, parts: int, anna: Client) -> None:
    ours, plain_ = held(world, parts), held(world, made_status("Waiting for a supplier"))
    change_status(ticket_id=plain_.pk, status="on_hold", actor=SYSTEM)
    assert shown(anna.get("/desk/", {"q": "status:on_hold"})) == [plain_.pk, ours.pk]
    assert shown(anna.get("/desk/", {"q": "status:on_hold,waiting-for-parts"})) == [plain_.pk, ours.pk]
    assert shown(anna.get("/desk/", {"q": "status:on_hold -status:waiting-for-parts"})) == [plain_.pk]
    new = world.ticket(team=world.it)
    assert shown(anna.get("/desk/", {"q": "status:new,waiting-for-parts"})) == [new.pk, ours.pk]


def test_it_is_chosen_above_a_list_and_kept_in_a_view(world: World, parts: int, anna: Client) -> None:
    ours = held(world, parts)
    page = text(anna.get("/desk/", {"by-status": "waiting-for-parts"}))
    assert shown(anna.get("/desk/", {"by-status": "waiting-for-parts"})) == [ours.pk]
    assert '<option value="waiting-for-parts" selected>Waiting for parts</option>' in page
    answer = anna.post("/desk/views/", {"name": "Parts", "q": "status:waiting-for-parts", "audience": "owner"})
    assert shown(anna.get(answer["Location"])) == [ours.pk]
    archive_status(pk=parts, actor=SYSTEM)
    assert shown(anna.get(answer["Location"])) == [ours.pk], "archived, it is still found"


def test_it_is_completed_by_its_word_and_its_name(world: World, parts: int, anna: Client) -> None:
    made_status("Lieferung fehlt")
    archive_status(pk=made_status("Waiting for nobody"), actor=SYSTEM)

    def completed(typed: str) -> list[dict[str, str]]:
        return list(anna.get("/desk/completion/", {"q": typed}).json()["options"])

    assert completed("status:wai") == [{"text": "waiting-for-parts", "label": "Waiting for parts"}]
    assert [one["text"] for one in completed("status:on")] == ["on_hold"]
    assert completed("status:lief") == [{"text": "lieferung-fehlt", "label": "Lieferung fehlt"}]


def test_it_is_read_in_ones_own_language(world: World, parts: int) -> None:
    ticket, anna = held(world, parts), seated(world.anna)
    world.anna.language = "nl"
    world.anna.save(update_fields=["language"])
    page = plain(text(anna.get(f"/desk/tickets/{ticket.pk}/")))
    assert "Wacht op onderdelen" in page
    assert "Waiting for parts" not in page


def test_a_name_without_letters_of_ours_is_understood_in_a_filter(world: World, anna: Client) -> None:
    marks, words = made_status("!!!"), made_status("部品待ち")
    (first, second), other = (held(world, marks), held(world, words)), world.ticket(team=world.it)
    for asked, found in (("!!!", first), ("部品待ち", second), ("status-2", second)):
        assert shown(anna.get("/desk/", {"q": f'status:"{asked}"'})) == [found.pk]
    assert shown(anna.get("/desk/", {"q": 'status:all -status:"!!!"'})) == [other.pk, second.pk]

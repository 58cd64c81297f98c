"""Many tickets changed from a list."""

import re

import pytest

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM
from balie.tickets.bulk import asking
from balie.tickets.bulk_records import BulkChange
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import link
from balie.tickets.models import Ticket
from tests.support.world import World


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_rows_can_be_ticked_by_those_who_answer(world: World) -> None:
    ticket = world.ticket()
    assert f'name="ticket" value="{ticket.pk}" data-select' in text(seated(world.anna).get("/desk/"))
    page = text(seated(world.lena).get("/desk/"))
    assert f'id="ticket-{ticket.pk}"' in page
    assert "data-select" not in page


def test_what_became_of_it_is_told(world: World) -> None:
    tickets = [world.ticket(team=world.it) for _ in range(3)]
    change_status(ticket_id=tickets[0].pk, status="closed", actor=SYSTEM)
    form = {"ticket": [it.pk for it in tickets], "status": "pending"}
    told = text(seated(world.anna).post("/desk/bulk/", form, headers=FRAGMENT))
    assert "2 tickets changed: status Pending." in plain(told)
    assert "1 was not changed" in plain(told)
    assert f'data-refused="{tickets[0].pk}"' in told
    assert ">Undo<" in told


def test_it_is_undone(world: World) -> None:
    ticket, anna = world.ticket(team=world.it), seated(world.anna)
    anna.post("/desk/bulk/", {"ticket": ticket.pk, "assignee": world.anna.pk}, headers=FRAGMENT)
    told = text(anna.post(f"/desk/bulk/{BulkChange.objects.get().pk}/undo/", headers=FRAGMENT))
    assert "1 ticket put back" in plain(told)
    ticket.refresh_from_db()
    assert ticket.assignee_id is None


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ({"priority": "urgent"}, "priority", 4),
        ({"assignee": "none"}, "assignee_id", None),
        ({"team": "none"}, "team_id", None),
        ({"status": "on_hold"}, "status", "on_hold"),
    ],
)
def test_each_choice_is_one_change(world: World, form: dict[str, str], field: str, value: object) -> None:
    ticket = world.ticket(team=world.it)
    seated(world.anna).post("/desk/bulk/", {"ticket": ticket.pk, **form})
    ticket.refresh_from_db()
    assert getattr(ticket, field) == value


def test_tags_are_typed(world: World) -> None:
    ticket, anna = world.ticket(team=world.it, tags=["old"]), seated(world.anna)
    anna.post("/desk/bulk/", {"ticket": ticket.pk, "tags": "till, Vip", "do": "add_tags"})
    anna.post("/desk/bulk/", {"ticket": ticket.pk, "tags": "old", "do": "remove_tags"})
    assert sorted(tag.name for tag in ticket.tags.all()) == ["till", "vip"]


def test_all_that_match_are_changed_and_no_others(world: World) -> None:
    for _ in range(60):
        world.ticket(team=world.it, tags=["till"])
    world.ticket(team=world.orders, tags=["till"])
    other, anna = world.ticket(team=world.it), seated(world.anna)
    assert anna.get("/desk/bulk/matching/?q=tag:till").json() == {"count": 60, "more": False}
    anna.post("/desk/bulk/", {"all": "60", "list": "q=tag:till", "ticket": other.pk, "priority": "urgent"})
    assert BulkChange.objects.get().total == 60
    assert not BulkChange.objects.get().items.filter(ticket_id=other.pk).exists()


def test_how_many_match_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.desk.bulk.MOST", 2)
    for _ in range(3):
        world.ticket()
    assert seated(world.anna).get("/desk/bulk/matching/").json() == {"count": 2, "more": True}


def test_more_than_a_page_is_watched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    ticket, anna = world.ticket(), seated(world.anna)
    told = text(anna.post("/desk/bulk/", {"ticket": ticket.pk, "priority": "high"}, headers=FRAGMENT))
    pk = BulkChange.objects.get().pk
    assert "0 of 1 ticket:" in plain(told)
    assert f'data-live-refresh="/desk/bulk/{pk}/"' in told
    assert "Tickets changed together" in text(anna.get(f"/desk/bulk/{pk}/"))


def test_a_parent_with_open_parts_is_asked_about(world: World) -> None:
    parent, child = world.ticket(team=world.it), world.ticket(team=world.it)
    link(ticket_id=parent.pk, other_id=child.pk, way="child", actor=SYSTEM)
    anna = seated(world.anna)
    told = text(anna.post("/desk/bulk/", {"ticket": parent.pk, "status": "resolved"}, headers=FRAGMENT))
    assert "Leave the parts open" in told
    anna.post(f"/desk/bulk/{BulkChange.objects.get().pk}/again/", {"children": "visible"}, headers=FRAGMENT)
    assert set(Ticket.objects.values_list("status", flat=True)) == {"resolved"}


def test_merging_is_looked_at_before_it_is_done(world: World) -> None:
    first, second = world.ticket(team=world.it), world.ticket(team=world.it)
    anna = seated(world.anna)
    answer = anna.post("/desk/bulk/", {"ticket": [second.pk, first.pk], "do": "merge"})
    assert answer.headers["Location"] == f"/desk/tickets/{first.pk}/merge/?with={second.pk}"
    assert "at least two" in text(anna.post("/desk/bulk/", {"ticket": first.pk, "do": "merge"}, headers=FRAGMENT))


def test_nothing_chosen_is_said(world: World) -> None:
    answer = seated(world.anna).post("/desk/bulk/", {"priority": "high"}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "Choose at least one ticket." in text(answer)


def test_what_somebody_else_did_is_not_theirs_to_see_or_undo(world: World) -> None:
    seated(world.anna).post("/desk/bulk/", {"ticket": world.ticket().pk, "priority": "high"})
    pk = BulkChange.objects.get().pk
    chiara = seated(world.chiara)
    assert chiara.get(f"/desk/bulk/{pk}/").status_code == 404
    assert chiara.post(f"/desk/bulk/{pk}/undo/").status_code == 404
    assert chiara.post(f"/desk/bulk/{pk}/again/").status_code == 404

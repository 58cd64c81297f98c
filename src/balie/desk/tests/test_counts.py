"""The counts beside the lists."""

import pytest

from balie.desk.counts import shown
from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM
from balie.tickets.assignment import assign
from balie.tickets.counting import Count
from balie.tickets.lifecycle import change_status
from balie.tickets.views import View
from tests.support.world import World


def test_lists_tell_how_many_they_hold(world: World) -> None:
    tickets = [world.ticket(team=world.it) for _ in range(5)]
    world.ticket(team=world.orders)
    assign(ticket_id=tickets[0].pk, assignee_id=world.anna.pk, actor=SYSTEM)
    change_status(ticket_id=tickets[1].pk, status="pending", actor=SYSTEM)
    change_status(ticket_id=tickets[2].pk, status="resolved", actor=SYSTEM)
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "Done", "q": "status:done", "audience": "owner"})
    assert anna.get("/desk/counts/").json() == {
        "inbox": "3", "mine": "1", "unassigned": "2", "teams": "3", "waiting": "1", "snoozed": "",
        f"team-{world.it.pk}": "3", str(View.objects.get().pk): "1",
    }  # fmt: skip


def test_each_has_its_place_on_the_page(world: World) -> None:
    page = text(seated(world.anna).get("/desk/"))
    for key in ("inbox", "mine", "unassigned", "teams", "waiting", f"team-{world.it.pk}"):
        assert f'data-count="{key}"' in page


@pytest.mark.parametrize(
    ("count", "words"),
    [(Count(0), ""), (Count(7), "7"), (Count(9, more=True), "9+"), (Count(1000, more=True), "1,000+")],
)
def test_a_count_is_told(count: Count, words: str) -> None:
    assert shown(count) == words

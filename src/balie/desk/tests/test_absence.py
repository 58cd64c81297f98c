"""That somebody is away is seen where it matters, and nothing is handed over by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from balie.accounts import directory
from balie.accounts.absence import announce_absence
from balie.desk.tests.desk import seated, text
from balie.events.actor import Actor
from balie.tickets.assignment import assign
from balie.tickets.models import Ticket
from tests.support.world import World

TODAY = timezone.localdate()
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory._remembered, "get", lambda _key, make: make())


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Anna has it, who is away; Bram stands in."""
    made = world.ticket()
    assign(ticket_id=made.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
    announce_absence(
        user_id=world.anna.pk, first_day=TODAY, last_day=TODAY + WEEK, substitute_id=world.bram.pk
    )  # fmt: skip
    return made


def test_the_ticket_tells_and_offers_who_stands_in(world: World, ticket: Ticket) -> None:
    page = text(seated(world.chiara).get(f"/desk/tickets/{ticket.pk}/"))
    assert "Anna de Vries is away until" in page
    assert "Assign to Bram Jansen instead" in page
    assert Ticket.objects.get(pk=ticket.pk).assignee == world.anna


def test_it_is_told_where_somebody_is_chosen(world: World, ticket: Ticket) -> None:
    assign(ticket_id=ticket.pk, assignee_id=world.bram.pk, actor=Actor.user(world.chiara.pk))
    page = text(seated(world.chiara).get(f"/desk/tickets/{ticket.pk}/"))
    assert f'<option value="{world.anna.pk}">Anna de Vries (away until ' in page
    assert f'<option value="{world.bram.pk}" selected>Bram Jansen</option>' in page


def test_who_stands_in_and_who_only_reads_are_offered_no_button(world: World, ticket: Ticket) -> None:
    for user in (world.bram, world.lena):
        page = text(seated(user).get(f"/desk/tickets/{ticket.pk}/"))
        assert "is away until" in page
        assert "instead" not in page


def test_the_page_is_as_before_once_they_are_back(world: World, ticket: Ticket) -> None:
    chiara = seated(world.chiara)
    chiara.get(f"/desk/tickets/{ticket.pk}/")
    seated(world.anna).post("/desk/absence/end/")
    page = text(chiara.get(f"/desk/tickets/{ticket.pk}/"))
    assert "away until" not in page


def test_it_is_announced_on_a_page_of_ones_own(world: World) -> None:
    anna = seated(world.anna)
    days = {"first_day": TODAY.isoformat(), "last_day": (TODAY + WEEK).isoformat()}
    assert anna.post("/desk/absence/", days | {"substitute": str(world.bram.pk)}).status_code == 302
    page = text(anna.get("/desk/absence/"))
    assert "Bram Jansen stands in for you." in page
    assert f'value="{TODAY.isoformat()}"' in page


@pytest.mark.parametrize(
    "wrong",
    [{"last_day": "2001-01-01"}, {"first_day": "soon"}, {"first_day": ""}, {"substitute": "0"}, {"substitute": "x"}],
)
def test_what_is_wrong_is_told(world: World, wrong: dict[str, str]) -> None:
    days = {"first_day": TODAY.isoformat(), "last_day": (TODAY + WEEK).isoformat()}
    assert seated(world.anna).post("/desk/absence/", days | wrong).status_code == 422

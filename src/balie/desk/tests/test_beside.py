"""Lists beside the ticket: chosen once, for oneself."""

import pytest

from balie.accounts.models import User
from balie.desk.tests.desk import seated, text
from tests.support.world import World


def test_it_is_chosen_for_all_lists_but_boards_and_given_back(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    assert 'id="beside"' not in text(anna.get("/desk/"))
    answer = anna.post("/desk/beside/", {"beside": "on", "there": "/desk/?view=mine"})
    assert answer.headers["Location"] == "/desk/?view=mine"
    assert 'data-split="list"' in text(anna.get("/desk/?view=mine"))
    assert 'data-split="ticket"' in text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "data-split" not in text(anna.get("/desk/?layout=board"))
    assert "data-split" not in text(seated(world.chiara).get("/desk/"))
    anna.post("/desk/beside/", {"beside": ""})
    assert not User.objects.get(pk=world.anna.pk).lists_beside


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example/desk/", "/accounts/logout/", ""])
def test_it_leads_to_no_other_place(world: World, there: str) -> None:
    answer = seated(world.anna).post("/desk/beside/", {"beside": "on", "there": there})
    assert answer.headers["Location"] == "/desk/"

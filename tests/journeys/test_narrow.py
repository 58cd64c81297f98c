"""What is long where there is little room, in a real browser."""

import pytest

from balie.accounts.models import User
from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.lifecycle import change_status
from balie.tickets.own_statuses.tests.making import made_status
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
LONG = "Wartet auf Rückmeldung der Buchhaltungsabteilung"
LINES = """(it) => {
    const words = document.createRange();
    words.selectNodeContents(it);
    return words.getClientRects().length;
}"""
WIDE = "(it) => it.scrollWidth > it.clientWidth"


def test_a_long_status_is_cut_off_on_a_board(desk: World, sit: Sit) -> None:
    waits = made_status(LONG)
    ticket = desk.ticket(team=desk.it)
    change_status(ticket_id=ticket.pk, status="on_hold", own=waits, actor=Actor.user(desk.dieter.pk))
    page = sit(desk.anna, "/desk/?q=status:active&layout=board")
    card, badge = page.locator(f"[data-ticket-card='{ticket.pk}']"), page.locator(".board .own-status")
    column, within = page.locator("[data-column=on_hold]").bounding_box(), card.bounding_box()
    assert column
    assert within
    assert within["x"] + within["width"] <= column["x"] + column["width"]
    assert not card.evaluate(WIDE)
    assert badge.locator("span").evaluate(WIDE)
    assert LONG in (badge.get_attribute("title") or "")


def test_a_wide_table_scrolls_within_its_message(desk: World, sit: Sit) -> None:
    ticket = desk.ticket(team=desk.it)
    cells = "".join(f"<td>Ersatzteilnummer{at}</td>" for at in range(20))
    html = f"<table><tbody><tr>{cells}</tr></tbody></table>"
    add_note(ticket_id=ticket.pk, content=Content(text="Parts", html=html), actor=Actor.user(desk.anna.pk))
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    table = page.locator(".message-body table")
    assert table.evaluate(WIDE)
    assert table.locator("td").first.evaluate(LINES) == 1
    assert barriers(page) == []


@pytest.mark.parametrize("language", ["de", "it"])
def test_the_field_for_tags_shows_the_whole_invitation(desk: World, sit: Sit, language: str) -> None:
    User.objects.update(language=language)
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket(team=desk.it).pk}/")
    assert not page.locator("#panel .tags-box input").evaluate(WIDE)

"""Time at the desk: beside the ticket, above every page, and in a table."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from balie.core.clock import now, set_to
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.desk.time_words import minutes_in, typed_as
from balie.events.actor import SYSTEM
from balie.tickets.assignment import move_to_team
from balie.tickets.time_records import TimeEntry, Timer
from balie.tickets.work.time_spent import Spent, spend_time
from balie.tickets.work.timers import start_timer
from tests.support.world import World


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90", 90), (" 5 min", 5), ("1:30", 90), ("1h30", 90), ("1 h 5 m", 65), ("1.5h", 90), ("0,25 u", 15),
     ("2 std", 120), ("2 Std. 5 Min.", 125), ("", None), ("soon", None), ("1:75", None), ("-5", None), ("\u0661", 1)],
)  # fmt: skip
def test_spans_are_read_as_people_write_them(written: str, minutes: int | None) -> None:
    assert minutes_in(written) == minutes


@given(st.integers(1, 24 * 60))
def test_what_is_shown_to_be_changed_is_read_as_the_same(minutes: int) -> None:
    assert minutes_in(typed_as(minutes)) == minutes


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(written: str) -> None:
    assert (minutes_in(written) or 0) >= 0


def test_time_is_written_down_and_corrected_beside_the_ticket(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    address = f"/desk/tickets/{ticket.pk}/"
    fetched = f'hx-get="{address}time/" hx-trigger="load"'
    assert fetched not in text(anna.get(address))
    shown = text(anna.post(f"{address}time/", {"spent": "1:30", "words": "On <site>"}, headers=FRAGMENT))
    assert "1 h 30 min: On &lt;site&gt;" in shown
    assert "not billable" in shown
    page = text(anna.get(address))
    assert fetched in page
    assert "spent <b>1 h 30 min</b> on this" in page
    entry = TimeEntry.objects.get()
    assert 'value="1:30"' in text(anna.get(f"/desk/time/{entry.pk}/", headers=FRAGMENT))
    anna.post(f"/desk/time/{entry.pk}/", {"spent": "45", "billable": "on"})
    entry.refresh_from_db()
    assert (entry.minutes, entry.billable) == (45, True)
    assert "/desk/time/" not in text(seated(world.bram).get(f"{address}time/", headers=FRAGMENT)).split("task-list")[1]
    anna.post(f"/desk/time/{entry.pk}/removal/")
    assert not TimeEntry.objects.exists()


def test_what_is_no_time_is_said_and_kept(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    for headers in (FRAGMENT, {}):
        given = {"spent": "soon", "words": "On site"}
        refused = anna.post(f"/desk/tickets/{ticket.pk}/time/", given, headers=headers)
        assert refused.status_code == 422
        assert "Give between one minute and 24 hours, such as 45, 1:30 or 1.5h." in text(refused)
        assert 'value="On site"' in text(refused)


def test_a_timer_stands_above_every_page_until_it_is_stopped(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    address = f"/desk/tickets/{ticket.pk}/timer/"
    assert 'hx-get="/desk/timer/"' not in text(anna.get("/desk/"))
    started = text(anna.post(f"{address}start/", headers=FRAGMENT))
    assert 'hx-partial hx-target="#timer"' in started
    assert 'hx-get="/desk/timer/"' in text(anna.get("/desk/"))
    assert f"#{ticket.pk}" in text(anna.get("/desk/timer/"))
    anna.post(f"{address}pause/")
    assert 'hx-get="/desk/timer/"' not in text(anna.get("/desk/"))
    anna.post(f"{address}start/")
    anna.post(f"{address}stop/", {"spent": "7", "words": "Looked"})
    assert (TimeEntry.objects.get().minutes, Timer.objects.exists()) == (7, False)
    assert anna.post(f"{address}explode/").status_code == 404


@pytest.mark.parametrize("step", ["pause", "stop", "discard"])
def test_ones_timer_is_in_reach_when_its_ticket_is_not(world: World, step: str) -> None:
    ticket, anna = world.ticket(team=world.it), seated(world.anna)
    spend_time(ticket_id=ticket.pk, user=world.bram, spent=Spent(5, "A secret"))
    start_timer(ticket_id=ticket.pk, user=world.anna)
    move_to_team(ticket_id=ticket.pk, team_id=world.orders.pk, actor=SYSTEM)
    address = f"/desk/tickets/{ticket.pk}/"
    assert f'href="{address}time/"' in text(anna.get("/desk/timer/"))
    page = text(anna.get(f"{address}time/"))
    assert f"{address}timer/stop/" in page
    assert "A secret" not in page
    assert "A secret" not in text(anna.post(f"{address}timer/{step}/", headers=FRAGMENT))
    assert not Timer.objects.exclude(running_since=None).exists()
    assert anna.post(f"{address}timer/start/").status_code == 404


def test_a_forgotten_timer_asks(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    with set_to(now() - timedelta(hours=9)):
        start_timer(ticket_id=ticket.pk, user=world.anna)
    assert "more than eight hours" in text(anna.get(f"/desk/tickets/{ticket.pk}/time/", headers=FRAGMENT))
    assert anna.post(f"/desk/tickets/{ticket.pk}/timer/stop/").status_code == 422


def test_the_table_tells_sums_and_is_a_file(world: World) -> None:
    spend_time(ticket_id=world.ticket(subject='=1+1 "x"').pk, user=world.anna, spent=Spent(90, "-5"))
    spend_time(ticket_id=world.ticket(team=world.orders).pk, user=world.bram, spent=Spent(600))
    anna = seated(world.anna)
    shown = text(anna.get("/desk/time/"))
    assert "Fietsfabriek" in shown
    assert "1 h 30 min" in shown
    assert "Bram" not in shown.split("<tbody>")[1].split("</tbody>")[0]
    answer = anna.get("/desk/time.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert lines[0] == "day,ticket,subject,organisation,user,minutes,billable,for"
    assert len(lines) == 2
    rest = lines[1].partition("'=")[2]
    assert rest == """1+1 ""x""\",Fietsfabriek,Anna de Vries,90,yes,'-5"""
    assert "No time was written down" in text(anna.get("/desk/time/?from=2001-01-01&to=2001-02-01"))
    assert anna.get("/desk/time/?from=nonsense&to=0001-01-01").status_code == 200


def test_the_table_says_that_rows_were_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.tickets.work.time_sums.MOST_ROWS", 1)
    spend_time(ticket_id=world.ticket().pk, user=world.anna, spent=Spent(90))
    anna = seated(world.anna)
    assert "Only the first" not in text(anna.get("/desk/time/"))
    spend_time(ticket_id=world.ticket(requester=world.farid).pk, user=world.anna, spent=Spent(30))
    shown = text(anna.get("/desk/time/"))
    assert "Only the first 1 rows are shown." in shown
    assert "2 h" in shown.split("<tfoot>")[1]


@pytest.mark.parametrize("number", [1, 12])
def test_time_takes_the_same_queries_whatever_its_entries(world: World, number: int) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    for _at in range(number):
        spend_time(ticket_id=ticket.pk, user=world.anna, spent=Spent(5))
    # session, user; then ticket, sums, timer, entries, names of all
    with CaptureQueriesContext(connection) as queries:
        anna.get(f"/desk/tickets/{ticket.pk}/time/", headers=FRAGMENT)
    assert len(queries) <= 8
    with CaptureQueriesContext(connection) as queries:
        anna.get("/desk/time/")
    assert len(queries) <= 9

"""Putting tickets aside at the desk."""

from datetime import timedelta

from balie.core.clock import now
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM
from balie.tickets.models import Ticket
from balie.tickets.snooze_records import Snooze
from balie.tickets.snoozing.sleeping import run_batch, snooze
from tests.support.world import World


def test_a_ticket_is_put_aside_and_taken_back(world: World) -> None:
    ticket, anna = world.ticket(subject="No paper"), seated(world.anna)
    address = f"/desk/tickets/{ticket.pk}/"
    assert "Tomorrow morning" in text(anna.get(f"{address}snooze/"))
    shown = text(anna.post(f"{address}snooze/", {"until": "tomorrow", "answer": "on", "why": "<Parts>"}, follow=True))
    assert "or until an answer" in shown
    assert "put aside by Anna de Vries: &lt;Parts&gt;" in shown.replace("\n", "")
    assert "No paper" not in text(anna.get("/desk/"))
    assert "No paper" in text(anna.get("/desk/?view=snoozed"))
    assert "No paper" in text(anna.get("/desk/?q=snoozed:yes"))
    assert "Back again" not in text(anna.post(f"{address}waking/", headers=FRAGMENT))
    assert "No paper" in text(anna.get("/desk/"))


def test_one_that_is_back_says_so_in_the_list_and_on_its_page(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    snooze(ticket_id=ticket.pk, actor=SYSTEM, until=now() + timedelta(hours=1))
    Snooze.objects.update(until=now())
    run_batch()
    assert "Back again" in text(anna.get("/desk/"))
    assert "Back again" in text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "Back again" in text(anna.get("/desk/?q=snoozed:over"))


def test_what_cannot_be_is_said(world: World) -> None:
    ticket, anna = world.ticket(), seated(world.anna)
    for given, words in (
        ({"until": "own", "at": "2001-01-01T09:00", "why": "The supplier is closed"}, "That time is over."),
        ({"until": "own", "at": "", "why": "The supplier is closed"}, "Choose a day and a time."),
    ):
        refused = anna.post(f"/desk/tickets/{ticket.pk}/snooze/", given)
        assert refused.status_code == 422
        assert words in text(refused)
        assert 'value="The supplier is closed"' in text(refused)
    assert Ticket.objects.get().snooze == ""
    anna.post(f"/desk/tickets/{ticket.pk}/snooze/", {"until": "answer"})
    assert Snooze.objects.values_list("until", "on_answer").get() == (None, True)

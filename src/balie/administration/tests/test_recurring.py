"""Recurring tickets are set up by those who answer."""

from typing import Any

from balie.desk.tests.desk import seated, text
from balie.tickets.models import Ticket
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.template_records import TicketTemplate
from tests.support.world import World

ROOT = "/desk/settings/recurring/"


def given(world: World, **more: Any) -> dict[str, Any]:
    template = TicketTemplate.objects.create(name="Backups", owner=world.anna, readers="all")
    return {
        "template": template.pk, "email": "emma@fietsfabriek.example", "every": 2, "unit": "week", "days": [0, 4],
        "month_day": 1, "at": "09:00", "zone": "Europe/Amsterdam", "since": "2026-01-01", "on_closed": "later",
        "open_days": [0, 1, 2, 3, 4], "closed_on": "12-25\n12-26",
    } | more  # fmt: skip


def test_one_is_set_up_changed_paused_opened_and_removed(world: World) -> None:
    anna = seated(world.anna)
    assert "Write a ticket template first" in text(anna.get(ROOT))
    data = given(world)
    assert "Nothing comes back yet" in text(anna.get(ROOT))
    assert anna.post(f"{ROOT}new/", data).status_code == 302
    it = Recurrence.objects.get()
    listed = text(anna.get(ROOT))
    assert "Every 2 weeks: Monday, Friday, at 09:00 (Europe/Amsterdam)" in listed
    assert "next on" in listed
    form = text(anna.get(f"{ROOT}{it.pk}/"))
    assert form.count(", 09:00</li>") == 5
    assert "12-25\n12-26" in form
    assert anna.post(f"{ROOT}{it.pk}/", data | {"unit": "month", "month_day": 31}).status_code == 302
    assert "Every 2 months on its last day" in text(anna.get(ROOT))
    anna.post(f"{ROOT}{it.pk}/pausing/")
    assert "paused" in text(anna.get(ROOT))
    anna.post(f"{ROOT}{it.pk}/pausing/", {"resume": "1"})
    anna.post(f"{ROOT}{it.pk}/opening/")
    assert "comes back on its dates" in text(anna.get(f"/desk/tickets/{Ticket.objects.get().pk}/"))
    anna.post(f"{ROOT}{it.pk}/removal/")
    assert not Recurrence.objects.exists()


def test_what_will_not_do_is_said(world: World) -> None:
    anna = seated(world.anna)
    for more, words in (
        ({"closed_on": "soon"}, "is no day"), ({"until": "2020-01-01"}, "before the first"), ({"every": 0}, "greater"),
    ):  # fmt: skip
        answer = anna.post(f"{ROOT}new/", given(world, **more))
        assert answer.status_code == 422
        assert words in text(answer)


def test_a_colleague_reads_it_and_only_a_supervisor_changes_it_too(world: World) -> None:
    seated(world.anna).post(f"{ROOT}new/", given(world))
    it = Recurrence.objects.get()
    bram = seated(world.bram)
    assert "Every 2 weeks" in text(bram.get(ROOT))
    assert bram.get(f"{ROOT}{it.pk}/").status_code == 404
    assert seated(world.chiara).get(f"{ROOT}{it.pk}/").status_code == 200

"""A schedule in words."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.tickets.recurrence_records import Recurrence, Unit


def rhythm(it: Recurrence) -> str:
    return _("%(every)s, at %(time)s (%(place)s)") % {
        "every": _every(it), "time": f"{it.at:%H:%M}", "place": it.zone.replace("_", " "),
    }  # fmt: skip


def _every(it: Recurrence) -> str:
    if it.unit == Unit.DAY:
        return ngettext("Every day", "Every %(num)d days", it.every) % {"num": it.every}
    if it.unit == Unit.MONTH:
        month = ngettext("Every month", "Every %(num)d months", it.every) % {"num": it.every}
        day = _("on its last day") if it.month_day == 31 else _("on day %(day)d") % {"day": it.month_day}
        return f"{month} {day}"
    week = ngettext("Every week", "Every %(num)d weeks", it.every) % {"num": it.every}
    days = it.days or [it.since.weekday()]
    names = _("Monday to Friday") if days == [0, 1, 2, 3, 4] else ", ".join(str(WEEKDAYS[day]) for day in days)
    return f"{week}: {names}"

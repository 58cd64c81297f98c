"""Where time went: a table of a period, and the same as a file."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from balie.accounts.directory import directory
from balie.core.clock import now
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import Cell, written
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.rail import rail
from balie.desk.time_words import hours_of
from balie.tickets.work.time_sums import lines_between, sums_between

LONGEST = timedelta(days=366)


@at_the_desk
@require_safe
def report(request: DeskRequest) -> HttpResponse:
    first, last = _period(request)
    summed, known = sums_between(request.user, first, last), directory()
    context = {
        "first": first,
        "last": last,
        "rows": [
            (it.organisation, known.users.get(it.user_id, "–"), hours_of(it.minutes), hours_of(it.billable))
            for it in summed.rows
        ],
        "cut": summed.cut,
        "total": hours_of(summed.minutes),
        "billable": hours_of(summed.billable),
        "rail": rail(request.user, place="time"),
    }
    return render(request, "desk/time_report.html", context)


@at_the_desk
@require_safe
def table(request: DeskRequest) -> HttpResponseBase:
    """Every entry; in words that programs read, whatever the language."""
    first, last = _period(request)
    name = f"time-{first.isoformat()}-{last.isoformat()}.csv"
    response = StreamingHttpResponse(
        written(_HEAD, _lines(request, first, last), Separated()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_HEAD = ("day", "ticket", "subject", "organisation", "user", "minutes", "billable", "for")


def _lines(request: DeskRequest, first: date, last: date) -> Iterator[Sequence[Cell]]:
    known = directory()
    for it in lines_between(request.user, first, last):
        user = known.users.get(it.user_id, "")
        billable = "yes" if it.billable else "no"
        yield it.day.isoformat(), it.ticket, it.subject, it.organisation, user, it.minutes, billable, it.words


def _period(request: DeskRequest) -> tuple[date, date]:
    """This month, if nothing else is said; a year at most."""
    today = timezone.localdate(now())
    first = _day(request.GET.get("from", "")) or today.replace(day=1)
    last = _day(request.GET.get("to", "")) or max(today, first)
    return first, min(last, first + LONGEST)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year < 9000 else None

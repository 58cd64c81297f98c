"""What a list shows: rows as they come, rows in groups, or the columns of a board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.desk.columns import Cells
from balie.desk.filters import Listing
from balie.desk.rows import NO_CELLS, ShownRow, shown_rows
from balie.tickets.arranging import MOST, Arranged, Placed
from balie.tickets.finding import WINDOW
from balie.tickets.listing import PAGE, Page, Row
from balie.tickets.models import ACTIVE, Kind, Priority, Status
from balie.tickets.views import Grouping


@dataclass(frozen=True, slots=True)
class Group:
    """`key`: what its tickets have in common, as their property is set; `count`: of all that belong to it."""

    rows: list[ShownRow]
    label: str = ""
    key: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    groups: list[Group] = field(default_factory=list)
    older: str | None = None
    newer: str | None = None
    # What is to be known of a list that does not show all there may be.
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)


NOTHING = Found()


def as_pages(asked: Listing, found: Page, cells: Mapping[int, Cells] = NO_CELLS) -> Found:
    return Found(
        [Group(shown_rows(found.rows, cells))],
        older=asked.address(found.older) if found.older else None,
        newer=asked.address(found.newer) if found.newer else None,
        note=_looked_through(WINDOW) if found.broken_off else "",
    )


def _looked_through(most: int) -> str:
    told = number_format(most, force_grouping=True)
    return _("%(count)s tickets were looked through. There may be more further back.") % {"count": told}


def _sorted_only(found: Arranged) -> str:
    if not found.capped:
        return ""
    told = number_format(MOST, force_grouping=True)
    return _("There are more than %(count)s tickets: these are the latest changed of them, in this order.") % {
        "count": told
    }


def in_groups(asked: Listing, found: Arranged, known: Directory, cells: Mapping[int, Cells]) -> Found:
    grouping = asked.display.arrangement.grouping
    before = max(0, asked.skip - PAGE)
    return Found(
        [_group(grouping, key, list(rows), known, cells) for key, rows in _by_key(grouping, found.rows)],
        older=asked.address(skip=asked.skip + PAGE) if found.more else None,
        newer=asked.address(skip=before) if asked.skip else None,
        note=_sorted_only(found),
    )


def as_board(asked: Listing, found: Arranged, known: Directory) -> Found:
    """A column for each that has tickets, and for each that could take one."""
    grouping = asked.display.arrangement.grouping
    made = {key: _group(grouping, key, list(rows), known) for key, rows in _by_key(grouping, found.rows)}
    keys = [*(key for key in _columns(grouping) if key not in made), *made]
    order = {key: place for place, key in enumerate(_columns(grouping))}
    columns = [made.get(key) or Group([], _label(grouping, key, known), key) for key in keys]
    return Found(sorted(columns, key=lambda column: order.get(column.key, len(order))), note=_sorted_only(found))


def _columns(grouping: str) -> list[str]:
    return {
        Grouping.STATUS.value: [str(status.value) for status in ACTIVE],
        Grouping.PRIORITY.value: [priority.name.lower() for priority in reversed(Priority)],
        Grouping.KIND.value: list(Kind.values),
    }.get(grouping, [])


def _by_key(grouping: str, rows: Iterable[Placed]) -> Iterable[tuple[str, Iterable[Placed]]]:
    def key(row: Row) -> str:
        return {
            Grouping.STATUS.value: row.status,
            Grouping.PRIORITY.value: Priority(row.priority).name.lower(),
            Grouping.KIND.value: row.kind,
            Grouping.TEAM.value: str(row.team_id or ""),
            Grouping.ASSIGNEE.value: str(row.assignee_id or ""),
        }.get(grouping, "")

    return groupby(rows, lambda placed: key(placed.row))


def _group(
    grouping: str, key: str, rows: list[Placed], known: Directory, cells: Mapping[int, Cells] = NO_CELLS
) -> Group:
    label = _label(grouping, key, known) if grouping else ""
    return Group(shown_rows([placed.row for placed in rows], cells), label, key, rows[0].group)


def _label(grouping: str, key: str, known: Directory) -> str:
    if grouping == Grouping.TEAM:
        return known.teams.get(int(key), f"#{key}") if key else _("No team")
    if grouping == Grouping.ASSIGNEE:
        return known.users.get(int(key), f"#{key}") if key else _("Nobody")
    words = {
        Grouping.STATUS.value: dict(Status.choices),
        Grouping.PRIORITY.value: {priority.name.lower(): priority.label for priority in Priority},
        Grouping.KIND.value: dict(Kind.choices),
    }
    return str(words[grouping][key])

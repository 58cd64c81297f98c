"""Rows of a list of tickets, ready for the page."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from balie.desk.columns import Cells
from balie.desk.marks import marking, naming_status, telling_when
from balie.desk.status_choices import own_names
from balie.people.naming import called
from balie.tickets.fields import PRIORITIES
from balie.tickets.listing import Row
from balie.tickets.models import Priority
from balie.tickets.subjects import titled
from balie.tickets.tags.known import Label, known_tags

NO_CELLS: Mapping[int, Cells] = MappingProxyType({})
PRIORITY_NAMES = {value: name for name, value in PRIORITIES.items()}


class ShownRow(NamedTuple):
    id: int
    subject: str
    preview: str
    contact: str
    status: Markup
    priority: Markup
    channel: Markup
    when: Markup
    waits: bool
    team: str | None
    assignee: str | None
    tags: tuple[Label, ...]
    draft: bool
    snooze: str
    vip: bool
    # The own status, in words.
    own: Markup = Markup("")
    # What its columns are called and say, where some were chosen.
    cells: Cells = ()


def shown_rows(rows: Sequence[Row], cells: Mapping[int, Cells] = NO_CELLS) -> list[ShownRow]:
    nothing, own, named = Markup(""), own_names(rows), naming_status()
    mark, when, labels = marking(), telling_when(), known_tags().labels
    return [
        ShownRow(
            id=row.id,
            subject=titled(row.subject),
            preview=row.preview,
            contact=called(row.requester_name),
            status=mark("status", row.status),
            priority=mark("priority", PRIORITY_NAMES[row.priority]) if row.priority > Priority.NORMAL else nothing,
            channel=mark("channel", row.channel),
            when=when(row.updated_at),
            waits=row.awaits_answer,
            team=row.team,
            assignee=row.assignee,
            tags=labels(row.tags),
            draft=row.draft,
            snooze=row.snooze,
            vip=row.vip,
            own=named(row.status, own[row.id]) if own.get(row.id) else nothing,
            cells=cells.get(row.id, ()),
        )
        for row in rows
    ]

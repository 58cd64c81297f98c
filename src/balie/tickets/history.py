"""What was said and what happened on a ticket, for those who work at the desk."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from balie.core.digests import digest
from balie.core.prepared import rows
from balie.core.together import Reading, alone
from balie.core.trips import Question
from balie.events.models import Event
from balie.people.models import CALLED

# Events that tell of another ticket, as `ticket` in their data.
OF_TICKETS = frozenset({
    "ticket.split", "ticket.split_from", "ticket.cloned", "link.made", "link.removed", "ticket.merged",
    "ticket.merged_into", "ticket.unmerged", "ticket.unmerged_from",
})  # fmt: skip
PART = 50
MOST_EVENTS = 500


class File(NamedTuple):
    id: int
    filename: str
    content_type: str
    size: int
    inline: bool
    content_id: str


class Said(NamedTuple):
    """A message with its author's names, without what its page does not show."""

    id: int
    visibility: str
    direction: str
    channel: str
    html: str
    history_html: str
    text: str
    reply_text: str
    to: list[dict[str, str]]
    cc: list[dict[str, str]]
    bcc: list[dict[str, str]]
    delivery: str
    unverified: bool
    automatic: bool
    reason: str
    original: str | None
    created_at: datetime
    contact_id: int | None
    contact_name: str | None
    user_id: int | None
    user_name: str | None
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """Oldest first. `earlier`: there is more before the first message."""

    messages: list[Said]
    # As the database has them; few pages need them as `events`.
    happened: list[tuple[Any, ...]]
    files: dict[int, list[File]] = field(default_factory=dict)
    earlier: bool = False
    # The newest event that is shown: what forms of this page carry as `seen`.
    seen: int = 0
    # The same as long as nothing of all this is another.
    mark: bytes = b""

    @property
    def events(self) -> list[Event]:
        return [_event(row) for row in self.happened]

    @property
    def speaks_of_tickets(self) -> bool:
        return any(row[1] in OF_TICKETS for row in self.happened)

    @property
    def speaks_of_own_statuses(self) -> bool:
        return any('"own_after"' in row[6] for row in self.happened)

    def events_of(self, kind: str) -> list[Event]:
        return [_event(row) for row in self.happened if row[1] == kind]


_MESSAGES = """
select m.id, m.visibility, m.direction, m.channel, m.html, m.history_html, m.text, m.reply_text,
    m."to"::text, m.cc::text, m.bcc::text, m.delivery, m.unverified, m.automatic, m.reason, m.original_id, m.created_at,
    m.author_contact_id, {called}, m.author_user_id, author.name, m.held_until
from tickets_message m
left join people_contact contact on contact.id = m.author_contact_id
left join accounts_user author on author.id = m.author_user_id
where m.ticket_id = %(ticket)s::bigint {before} order by m.id desc limit {limit}"""
_BEFORE = "and m.id < %(before)s::bigint"
_FILES = """
select message_id, id, filename, content_type, size, inline, content_id from tickets_attachment
where message_id = any(%(messages)s::bigint[]) order by id"""
_EVENTS = """
select id, kind, ticket_id, message_id, actor_kind, actor_id, data::text, at, due_at, attempts from events_event
where ticket_id = %(ticket)s::bigint {within} order by id desc limit {limit}"""
_EVENT_FIELDS = ("id", "kind", "ticket_id", "message_id", "actor_kind", "actor_id", "data", "at", "due_at", "attempts")
_FROM = "and at >= %(first)s"
_UNTIL = "and at < (select created_at from tickets_message where id = %(before)s::bigint)"


def history_of(ticket_id: int, *, before: int | None = None, part: int = PART) -> History:
    """The newest `part` messages, or those before message `before`, with what happened between them.

    The ticket itself came through `visible_to`. Three queries.
    """
    return alone(asking_history(ticket_id, before=before, part=part))


def asking_history(ticket_id: int, *, before: int | None = None, part: int = PART) -> Reading[History]:
    """As `history_of`."""
    statement = _MESSAGES.format(called=CALLED, before="" if before is None else _BEFORE, limit=part + 1)
    (said,) = yield [(statement, {"ticket": ticket_id, "before": before})]
    found = [_said(row) for row in said]
    earlier, messages = len(found) > part, found[part - 1 :: -1] if len(found) >= part else found[::-1]
    happened, enclosed = yield [
        _events(ticket_id, messages[0] if earlier else None, before),
        (_FILES, {"messages": [one.id for one in messages]}),
    ]
    return History(
        messages=messages,
        happened=happened[::-1],
        files=_files(enclosed),
        earlier=earlier,
        seen=max((row[0] for row in happened), default=0),
        mark=digest(said, happened, enclosed),
    )


_END = """
select id from tickets_message where ticket_id = %(ticket)s::bigint and id > %(message)s::bigint
order by id offset %(after)s::bigint limit 1"""
_NEWEST = "select max(id) from events_event where ticket_id = %s::bigint"


def end_of_part(ticket_id: int, message_id: int) -> int | None:
    """What `before` has to be for a part in which this message is, with some after it; None when that is the newest."""
    found = rows(_END, {"ticket": ticket_id, "message": message_id, "after": PART // 2})
    return found[0][0] if found else None


def newest_event(ticket_id: int) -> int:
    return rows(_NEWEST, (ticket_id,))[0][0] or 0


def _events(ticket_id: int, first: Said | None, before: int | None) -> Question:
    """From the first shown message on; those of messages too, since the newest of all is what the page has seen."""
    within = f"{_FROM if first else ''} {_UNTIL if before is not None else ''}"
    parameters = {"ticket": ticket_id, "first": first.created_at if first else None, "before": before}
    return _EVENTS.format(within=within, limit=MOST_EVENTS), parameters


def _event(row: tuple[Any, ...]) -> Event:
    return Event.from_db("default", _EVENT_FIELDS, (*row[:6], json.loads(row[6]), *row[7:]))


def _said(row: tuple[Any, ...]) -> Said:
    return Said(*row[:8], *map(_people, row[8:11]), *row[11:])


def _people(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [] if text == "[]" else json.loads(text)
    return found


def _files(enclosed: Iterable[tuple[Any, ...]]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    for message_id, *values in enclosed:
        found.setdefault(message_id, []).append(File(*values))
    return found

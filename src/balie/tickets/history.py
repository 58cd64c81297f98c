"""What was said and what happened on a ticket, for those who work at the desk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from balie.events.models import Event
from balie.tickets.models import Attachment, Message

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


@dataclass(frozen=True, slots=True)
class History:
    """Oldest first. `earlier`: there is more before the first message."""

    messages: list[Said]
    events: list[Event]
    files: dict[int, list[File]] = field(default_factory=dict)
    earlier: bool = False
    # The newest event that is shown: what forms of this page carry as `seen`.
    seen: int = 0


_COLUMNS = (
    "id", "visibility", "direction", "channel", "html", "history_html", "text", "reply_text", "to", "cc", "bcc",
    "delivery", "unverified", "automatic", "reason", "original_id", "created_at", "author_contact_id",
    "author_contact__name", "author_user_id", "author_user__name",
)  # fmt: skip
_FILE_COLUMNS = ("message_id", "id", "filename", "content_type", "size", "inline", "content_id")


def history_of(ticket_id: int, *, before: int | None = None, part: int = PART) -> History:
    """The newest `part` messages, or those before message `before`, with what happened between them.

    The ticket itself came through `visible_to`. Three queries.
    """
    wanted = Message.objects.filter(ticket=ticket_id)
    if before is not None:
        wanted = wanted.filter(pk__lt=before)
    rows = [Said(*values) for values in wanted.order_by("-pk").values_list(*_COLUMNS)[: part + 1]]
    earlier, messages = len(rows) > part, rows[part - 1 :: -1] if len(rows) >= part else rows[::-1]
    events = _events(ticket_id, messages[0] if earlier else None, before)
    return History(
        messages=messages,
        events=events,
        files=_files(said.id for said in messages),
        earlier=earlier,
        seen=max((event.pk for event in events), default=0),
    )


def _events(ticket_id: int, first: Said | None, before: int | None) -> list[Event]:
    """From the first shown message on; those of messages too, since the newest of all is what the page has seen."""
    events = Event.objects.filter(ticket_id=ticket_id)
    if first is not None:
        events = events.filter(at__gte=first.created_at)
    if before is not None:
        events = events.filter(at__lt=Message.objects.filter(pk=before).values("created_at"))
    return list(events.order_by("-pk")[:MOST_EVENTS])[::-1]


def _files(message_ids: Iterable[int]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    rows = Attachment.objects.filter(message__in=list(message_ids)).order_by("pk").values_list(*_FILE_COLUMNS)
    for message_id, *values in rows:
        found.setdefault(message_id, []).append(File(*values))
    return found

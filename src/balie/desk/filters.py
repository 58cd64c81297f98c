"""What a list is narrowed to, as it stands in its address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from balie.accounts.directory import Directory
from balie.accounts.models import User
from balie.desk.views import BY_KEY, INBOX, NO_TEAM_SLUG, DeskView
from balie.tickets.finding import NO_TEAM, NOBODY, Cursor, Wanted
from balie.tickets.models import ACTIVE, Channel, Kind, Priority, Status

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
PRIORITIES = {priority.name.lower(): priority.value for priority in Priority}
KEYS = (
    "view",
    "team",
    "status",
    "assignee",
    "priority",
    "kind",
    "channel",
    "tag",
    "requester",
    "organisation",
    "words",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that was asked for: what it holds, where its page begins, and how to ask for it again."""

    view: DeskView | None
    team: int | None
    wanted: Wanted
    cursor: Cursor | None
    asked: dict[str, str]

    @property
    def narrowed(self) -> bool:
        """By more than a view or a team."""
        return any(key not in {"view", "team"} for key in self.asked)

    def address(self, cursor: Cursor | None = None, **changes: str) -> str:
        """This list with other filters; an empty value takes one out."""
        asked = {key: value for key, value in (self.asked | changes).items() if value}
        if cursor:
            asked |= place(cursor)
        return f"/desk/?{urlencode(asked)}" if asked else "/desk/"


def listing(query: QueryDict, viewer: User, known: Directory) -> Listing:
    """What can't be understood is passed over: an address is often old or mistyped."""
    asked = {key: value for key in KEYS if (value := query.get(key, "").strip()[:200])}
    view = BY_KEY.get(asked.get("view", "" if asked else INBOX.key))
    team = _team(asked.get("team"), known)
    wanted = view.wanted(viewer) if view else Wanted()
    if team is not None:
        wanted = replace(wanted, teams=(team,), statuses=wanted.statuses if view else INBOX.statuses)
    wanted = _narrowed(wanted, asked, viewer)
    return Listing(view, team, wanted, cursor_of(query), asked)


def _team(slug: str | None, known: Directory) -> int | None:
    return NO_TEAM if slug == NO_TEAM_SLUG else known.slugs.get(slug or "")


def _narrowed(wanted: Wanted, asked: dict[str, str], viewer: User) -> Wanted:
    assignee = {"me": viewer.pk, "nobody": NOBODY}.get(asked.get("assignee", ""), number(asked.get("assignee")))
    kind, channel = asked.get("kind"), asked.get("channel")
    return replace(
        wanted,
        statuses=_statuses(asked.get("status", "").split(",")) or wanted.statuses,
        assignee=wanted.assignee if assignee is None else assignee,
        priority=PRIORITIES.get(asked.get("priority", "")),
        kind=kind if kind in Kind.values else None,
        channel=channel if channel in Channel.values else None,
        tag=asked.get("tag", "").lower() or None,
        requester=number(asked.get("requester")),
        organisation=number(asked.get("organisation")),
        words=asked.get("words", ""),
    )


def _statuses(names: Iterable[str]) -> tuple[str, ...]:
    groups = {"all": tuple(Status.values), "active": tuple(ACTIVE)}
    return tuple(dict.fromkeys(s for name in names for s in groups.get(name, (name,)) if s in Status.values))


def number(text: str | None) -> int | None:
    """A number that PostgreSQL can hold, or None."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)


def place(cursor: Cursor) -> dict[str, str]:
    """Where a page begins, as a parameter of its address."""
    at = (cursor.updated_at - _EPOCH) // _MICROSECOND
    return {"newer" if cursor.newer else "older": f"{at}.{cursor.id}"}


def cursor_of(query: QueryDict) -> Cursor | None:
    for key in ("older", "newer"):
        at, _dot, pk = query.get(key, "").partition(".")
        micros, ticket = number(at), number(pk)
        if micros is not None and ticket is not None and micros < 2**53:
            return Cursor(_EPOCH + micros * _MICROSECOND, ticket, newer=key == "newer")
    return None

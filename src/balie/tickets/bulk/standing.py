"""How a ticket stood before it was changed with others, as far as it was: what puts it back needs no more."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from balie.accounts.models import User
from balie.events.actor import Actor
from balie.tickets.lifecycle import OVER, Standing
from balie.tickets.linking import open_children
from balie.tickets.locking import locked
from balie.tickets.merging import standing_of
from balie.tickets.models import Tag, Ticket

_TIMES = frozenset({"resolved_at", "closed_at"})


class Before(TypedDict, total=False):
    """Only what is another now; as it is kept. `standing` is the status with what hangs on it, `children` those of
    tickets that got the status along; `added` and `removed` are tags.
    """

    standing: dict[str, Any]
    children: dict[str, dict[str, Any]]
    assignee: int | None
    team: int | None
    priority: int
    added: list[int]
    removed: list[int]
    merged: bool


class Snapshot:
    """Of a ticket, and of the open ones below it where the change may reach them. Within the change's transaction."""

    def __init__(self, ticket_id: int, *, status: str | None, actor: Actor) -> None:
        self.ticket = locked(ticket_id)
        self.tags = _tags(ticket_id)
        below = _below(ticket_id, actor) if status in OVER else ()
        self.children = {pk: standing_of(ticket) for pk, ticket in Ticket.objects.in_bulk(below).items()}

    def before(self) -> Before:
        """What is another than when this was taken."""
        was, now, tags = self.ticket, locked(self.ticket.pk, merged=True), _tags(self.ticket.pk)
        if now.merged_into_id:
            return {"merged": True}
        found: Before = {}
        if Standing.of(now) != Standing.of(was):
            found["standing"] = standing_of(was)
        if now.assignee_id != was.assignee_id:
            found["assignee"] = was.assignee_id
        if now.team_id != was.team_id:
            found["team"] = was.team_id
        if now.priority != was.priority:
            found["priority"] = was.priority
        if tags != self.tags:
            found |= {"added": sorted(tags - self.tags), "removed": sorted(self.tags - tags)}
        statuses = dict(Ticket.objects.filter(pk__in=self.children).values_list("pk", "status"))
        changed = {str(pk): was for pk, was in self.children.items() if statuses.get(pk) != was["status"]}
        return found | {"children": changed} if changed else found


def restored(standing: dict[str, Any]) -> dict[str, Any]:
    """As the columns have it."""
    return {
        name: datetime.fromisoformat(value) if value and name in _TIMES else value for name, value in standing.items()
    }


def reached(ticket_id: int, before: Before) -> Iterable[int]:
    return (ticket_id, *map(int, before.get("children", {})))


def refuse_unseen(user: User, *ticket_ids: int) -> None:
    """Raises Ticket.DoesNotExist."""
    wanted = set(ticket_ids)
    if Ticket.objects.visible_to(user).filter(pk__in=wanted).count() < len(wanted):
        raise Ticket.DoesNotExist


def _tags(ticket_id: int) -> set[int]:
    return set(Tag.objects.filter(tickets=ticket_id).values_list("pk", flat=True))


def _below(ticket_id: int, actor: Actor) -> set[int]:
    found: set[int] = set()
    at = [ticket_id]
    while at:
        children = {pk for parent in at for pk in open_children(parent, actor)[0]} - found
        found |= children
        at = sorted(children)
    return found

"""Which own status a ticket gets."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked
from balie.tickets.models import Ticket
from balie.tickets.own_statuses.known import forget_statuses, known_statuses

# Inside its category, which `lifecycle.STATUS_CHANGED` tells.
OWN_STATUS_CHANGED = "ticket.own_status_changed"
# None: the category alone. "kept": what it has, when it stays in that category.
Own = int | None | Literal["kept"]


def chosen(ticket: Ticket, status: str, own: Own) -> int | None:
    """Raises NotAllowed for one that tickets of its team can't get; what it has it may keep."""
    now = ticket.own_status_id if ticket.status == status else None
    if own is None or own in ("kept", now):
        return None if own is None else now
    found = known_statuses().offered(int(own), category=status, team=ticket.team_id)
    if found is None:
        raise NotAllowed(_("Tickets of this team can't be given this status."))
    return found


def status_for(ticket_id: int, own: Own) -> str:
    """The category of an own status; of none, the one that the ticket is in. Raises NotAllowed."""
    if not isinstance(own, int):
        return locked(ticket_id).status
    found = known_statuses().by_id.get(own)
    if found is None:
        raise NotAllowed(_("There is no such status."))
    return found.category


def given_along(own: Own, *, status: str, team: int | None) -> int | None:
    """To a ticket that has to follow another: the category alone where it can't be given."""
    return known_statuses().offered(own, category=status, team=team) if isinstance(own, int) else None


def own_as_before(own: int | None, *, status: str, team: int | None) -> int | None:
    """To a ticket that had it, and may have come to another team since."""
    if own is not None and own not in known_statuses().by_id:
        forget_statuses()  # made a moment ago, by another process
    return known_statuses().kept(own, category=status, team=team) if own is not None else None

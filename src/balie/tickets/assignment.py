"""Who answers: a team, and one person in it."""

from typing import Any

from django.utils.translation import gettext as _

from balie.accounts.models import Team, User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed, refuse_if_changed
from balie.tickets.lifecycle import Standing, tell_status
from balie.tickets.locking import change, locked
from balie.tickets.models import Status, Ticket
from balie.tickets.own_statuses.choosing import own_as_before

ASSIGNED = "ticket.assigned"
MOVED = "ticket.moved"


@joined
def assign(*, ticket_id: int, assignee_id: int | None, actor: Actor, seen: int | None = None) -> Ticket:
    """None takes the ticket back to its team. Raises Conflict, or NotAllowed when that user does not answer tickets."""
    ticket = locked(ticket_id)
    if ticket.assignee_id == assignee_id:
        return ticket
    refuse_if_changed(ticket_id=ticket_id, kinds=(ASSIGNED,), seen=seen, actor=actor)
    if assignee_id is not None and not _answers(assignee_id):
        raise NotAllowed(_("Tickets can only be assigned to someone who answers them."))
    before = ticket.assignee_id
    opened = {"status": Status.OPEN, "own_status_id": None} if ticket.status == Status.NEW and assignee_id else {}
    change(ticket, assignee_id=assignee_id, updated_at=now(), **opened)
    record(ASSIGNED, actor=actor, ticket_id=ticket.pk, before=before, after=assignee_id)
    return ticket


@joined
def move_to_team(
    *, ticket_id: int, team_id: int | None, actor: Actor, seen: int | None = None, in_bulk: bool = False,
    note: int | None = None,
) -> Ticket:  # fmt: skip
    """Raises Conflict, or NotAllowed when there is no such team. `note`: what the new team has to know.

    An own status that the team has not is left behind.
    `in_bulk`: it is no work on the ticket, which stays as old as it was, so that lists keep their order.
    """
    ticket = locked(ticket_id, merged=in_bulk)
    if ticket.team_id == team_id:
        return ticket
    refuse_if_changed(ticket_id=ticket_id, kinds=(MOVED,), seen=seen, actor=actor)
    if team_id is not None and not Team.objects.filter(pk=team_id).exists():
        raise NotAllowed(_("There is no such team."))
    before, stood = ticket.team_id, Standing.of(ticket)
    own = own_as_before(stood.own, status=stood.status, team=team_id)
    touched: dict[str, Any] = {} if in_bulk else {"updated_at": now()}
    left = {"own_status_id": own} if own != stood.own else {}
    change(ticket, team_id=team_id, **touched, **left)
    with_note: dict[str, Any] = {"note": note} if note else {}
    record(MOVED, actor=actor, ticket_id=ticket.pk, before=before, after=team_id, **with_note)
    if left:
        tell_status(ticket, stood, actor=actor, why="team")
    return ticket


def _answers(user_id: int) -> bool:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return bool(user and user.may_answer)

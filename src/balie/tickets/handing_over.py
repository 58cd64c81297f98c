"""Another team goes on, and is told what it has to know."""

from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.locking import locked
from balie.tickets.models import Ticket


@joined
def hand_over(*, ticket_id: int, team_id: int, content: Content, actor: Actor, seen: int | None = None) -> Ticket:
    """The note is written, the ticket moved and taken from whoever had it. Raises Conflict, or NotAllowed."""
    ticket = locked(ticket_id)
    if ticket.team_id == team_id:
        raise NotAllowed(_("The ticket is with this team already."))
    note = add_note(ticket_id=ticket_id, content=content, actor=actor)
    assign(ticket_id=ticket_id, assignee_id=None, actor=actor, seen=seen)
    return move_to_team(ticket_id=ticket_id, team_id=team_id, actor=actor, seen=seen, note=note.pk)

"""What the ticket is about: kind, priority, subject."""

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed, refuse_if_changed
from balie.tickets.locking import change, locked
from balie.tickets.models import Kind, Priority, Ticket

PRIORITY_CHANGED = "ticket.priority_changed"
KIND_CHANGED = "ticket.kind_changed"
SUBJECT_CHANGED = "ticket.subject_changed"


@joined
def change_priority(*, ticket_id: int, priority: int, actor: Actor, seen: int | None = None) -> Ticket:
    if priority not in Priority.values:
        raise NotAllowed(_("There is no such priority."))
    return _change(PRIORITY_CHANGED, "priority", priority, ticket_id=ticket_id, actor=actor, seen=seen)


@joined
def change_kind(*, ticket_id: int, kind: str, actor: Actor, seen: int | None = None) -> Ticket:
    if kind not in Kind.values:
        raise NotAllowed(_("There is no such kind of ticket."))
    return _change(KIND_CHANGED, "kind", kind, ticket_id=ticket_id, actor=actor, seen=seen)


@joined
def change_subject(*, ticket_id: int, subject: str, actor: Actor, seen: int | None = None) -> Ticket:
    if not visible(subject):
        raise NotAllowed(_("A ticket needs a subject."))
    return _change(SUBJECT_CHANGED, "subject", subject.strip()[:500], ticket_id=ticket_id, actor=actor, seen=seen)


def _change(event: str, field: str, value: object, *, ticket_id: int, actor: Actor, seen: int | None) -> Ticket:
    ticket = locked(ticket_id)
    before = getattr(ticket, field)
    if before == value:
        return ticket
    refuse_if_changed(ticket_id=ticket_id, kinds=(event,), seen=seen, actor=actor)
    change(ticket, **{field: value}, updated_at=now())
    # A subject is a person's words: the log says only that it changed.
    told = {} if event == SUBJECT_CHANGED else {"before": before, "after": value}
    record(event, actor=actor, ticket_id=ticket.pk, **told)
    return ticket

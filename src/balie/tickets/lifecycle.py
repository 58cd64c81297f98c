"""From new to closed, and back."""

from datetime import timedelta
from typing import Any, Literal, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed, refuse_if_changed
from balie.tickets.custom_fields.filling import refuse_missing
from balie.tickets.linking import family_of, open_children
from balie.tickets.locking import change, locked, locked_found
from balie.tickets.models import Status, Ticket
from balie.tickets.own_statuses.choosing import OWN_STATUS_CHANGED, Own, chosen, given_along
from balie.tickets.snooze_records import Sleep
from balie.tickets.work.to_do import finish_tasks, open_tasks

STATUS_CHANGED = "ticket.status_changed"
STATUS_KINDS = (STATUS_CHANGED, OWN_STATUS_CHANGED)
OVER = frozenset({Status.RESOLVED, Status.CLOSED})


class OpenChildren(NotAllowed):
    """A ticket is not over while its children or tasks are open, unless somebody says so.

    `others`: how many the actor may not see; these are not named. `tasks`: how many.
    """

    def __init__(self, children: list[int], others: int = 0, tasks: int = 0) -> None:
        self.children, self.others, self.tasks = children, others, tasks
        told = []
        if children:
            words = ngettext(
                "Its part %(numbers)s is still open.", "Its parts %(numbers)s are still open.", len(children)
            )
            told.append(words % {"numbers": ", ".join(f"#{pk}" for pk in children)})
        if others:
            words = ngettext(
                "%(num)d part of another team is still open.", "%(num)d parts of other teams are still open.", others
            )
            told.append(words % {"num": others})
        if tasks:
            words = ngettext("%(num)d task is not done yet.", "%(num)d tasks are not done yet.", tasks)
            told.append(words % {"num": tasks})
        super().__init__(" ".join(told))


Children = Literal["ask", "leave", "along", "visible"]
_WITH_THEM = frozenset({"along", "visible"})


@joined
def change_status(
    *, ticket_id: int, status: str, actor: Actor, seen: int | None = None, children: Children = "ask", own: Own = None
) -> Ticket:
    """Raises Conflict when somebody else changed it after `seen`, NotAllowed for a closed ticket or a wrong status,
    FieldsMissing when it is to be resolved and lacks what that needs. `own`: the own status in it.

    `children`: what becomes of those that are open when it is resolved or closed, and of its tasks: OpenChildren is
    raised, or they are left as they are, or get the same status ("along"; refused while there are some that the actor
    may not see), or those that the actor may see get it and the others are left ("visible"). Its tasks are done then.
    """
    if children in _WITH_THEM:
        lock_family(ticket_id)
    ticket = locked(ticket_id)
    if status not in Status.values or (status == Status.NEW and ticket.status != Status.NEW):
        raise NotAllowed(_("A ticket can't be given this status."))
    own = chosen(ticket, status, own)
    if (ticket.status, ticket.own_status_id) == (status, own):
        return ticket
    refuse_if_changed(ticket_id=ticket_id, kinds=STATUS_KINDS, seen=seen, actor=actor)
    if ticket.status == Status.CLOSED:
        raise NotAllowed(_("This ticket is closed. A new message of the contact opens a new one."))
    # Contacts and rules can't be asked for what the desk wants to know.
    if status in OVER and ticket.status not in OVER and actor.kind == "user":
        refuse_missing(ticket)
    if status in OVER and status != ticket.status and children != "leave":
        _end_children(ticket_id, status, actor, children, own)
    move_to(ticket, status, actor=actor, own=own)
    return ticket


def refuse_open_children(ticket_id: int, actor: Actor) -> None:
    """And tasks."""
    _end_children(ticket_id, Status.RESOLVED, actor, "ask")


def lock_family(ticket_id: int) -> None:
    """For whoever changes a ticket and its parts together, before anything else is changed."""
    locked_found(lambda: family_of(ticket_id))


def _end_children(ticket_id: int, status: str, actor: Actor, children: Children, own: int | None = None) -> None:
    if children == "ask":
        visible, others = open_children(ticket_id, actor)
        tasks = open_tasks(ticket_id)
        if visible or others or tasks:
            raise OpenChildren(visible, others, tasks)
        return
    ending, level = [ticket_id], [ticket_id]
    while level:
        level = sorted({part for pk in level for part in _open_parts(pk, actor, children)} - set(ending))
        ending += level
    for ended in reversed(ending):
        if open_tasks(ended):
            finish_tasks(ended, actor)
        if ended != ticket_id:
            along = own and given_along(own, status=status, team=locked(ended).team_id)
            change_status(ticket_id=ended, status=status, actor=actor, children="leave", own=along)


def _open_parts(ticket_id: int, actor: Actor, children: Children) -> list[int]:
    visible, others = open_children(ticket_id, actor)
    if others and children == "along":
        raise OpenChildren(visible, others, open_tasks(ticket_id))
    return visible


def move_to(
    ticket: Ticket, status: str, *, actor: Actor, own: int | None = None, hold: timedelta = timedelta(), **why: int
) -> None:
    """Sets the status of a locked ticket, with the times that belong to it, and records it, with the ids in `why`.

    `own`: the own status in it. `hold`: what follows from it waits so long, since it may be taken back.
    """
    before, moment = Standing.of(ticket), now()
    if before == (status, own):
        return
    over = status in OVER
    change(
        ticket,
        status=status,
        own_status_id=own,
        resolved_at=(ticket.resolved_at or moment) if over else None,
        closed_at=moment if status == Status.CLOSED else None,
        updated_at=moment,
        awaits_answer=ticket.awaits_answer and status in {Status.NEW, Status.OPEN},
        **({"snooze": Sleep.AWAKE} if ticket.snooze and (over or ticket.snooze == Sleep.WOKEN) else {}),
    )
    tell_status(ticket, before, actor=actor, hold=hold, **why)


class Standing(NamedTuple):
    status: str
    own: int | None = None

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        return cls(ticket.status, ticket.own_status_id)

    @classmethod
    def after(cls, event: Event) -> Self:
        """Of one of STATUS_KINDS."""
        return cls(event.data["after"], event.data.get("own_after"))


def tell_status(
    ticket: Ticket, before: Standing, *, actor: Actor, hold: timedelta = timedelta(), **why: int | str
) -> None:
    """Inside one category nothing has happened but to those who read its name."""
    after = Standing.of(ticket)
    data: dict[str, Any] = {"before": before.status, "after": after.status, **why}
    if before.own or after.own:
        data |= {"own_before": before.own, "own_after": after.own}
    kind = STATUS_CHANGED if before.status != after.status else OWN_STATUS_CHANGED
    record(kind, actor=actor, ticket_id=ticket.pk, hold=hold, **data)


def reopen_for_message(ticket: Ticket, *, actor: Actor) -> None:
    """A contact's message brings a waiting or resolved ticket back to those who answer."""
    if ticket.status in {Status.PENDING, Status.ON_HOLD, Status.RESOLVED}:
        move_to(ticket, Status.OPEN, actor=actor)

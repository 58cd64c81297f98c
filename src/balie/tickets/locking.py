"""The one way to take a ticket for changing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from balie.core.prepared import columns, made, rows, updated
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket

_LOCKED = f"select {columns(Ticket, 't')} from tickets_ticket t where id = %s::bigint for update"  # noqa: S608 -- as named


def locked(ticket_id: int, *, merged: bool = False) -> Ticket:
    """Raises Ticket.DoesNotExist, and NotAllowed for one that was merged into another unless `merged` is true.

    Call within a transaction.
    """
    found = made(Ticket, iter(next(iter(rows(_LOCKED, (ticket_id,))), (None,))))
    if found is None:
        raise Ticket.DoesNotExist
    if found.merged_into_id and not merged:
        raise NotAllowed(_("This ticket was merged into #%(number)s. Go on there.") % {"number": found.merged_into_id})
    return found


def locked_all(ticket_ids: Iterable[int]) -> list[Ticket]:
    """In the order of their numbers, so that two who take several never wait for each other."""
    return list(Ticket.objects.select_for_update().filter(pk__in=set(ticket_ids)).order_by("pk"))


def change(ticket: Ticket, **fields: object) -> None:
    """Writes just these columns of a locked ticket."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    if not updated(Ticket, ticket.pk, fields):
        raise Ticket.DoesNotExist(f"ticket {ticket.pk} is gone")

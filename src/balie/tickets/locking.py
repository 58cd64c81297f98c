"""The one way to take a ticket for changing, and the order in which all that is changed is taken.

Contacts come first, where they are changed too (`people.merging.locking`); then tickets, several of them by their
numbers; then what belongs to them (answers that wait, drafts, uploads), several of a kind by their ids, the draft of a
form before those set aside. So nobody waits for somebody who waits for them. Who only refers to a ticket, as a new
message or draft does, waits for no change of it: its key stays what it is.
"""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from balie.core.prepared import columns, made, rows, update
from balie.tickets.conflicts import NotAllowed
from balie.tickets.destinations import DESTINATION, destination
from balie.tickets.models import Ticket

_COLUMNS = f"select {columns(Ticket, 't')} from tickets_ticket t"  # noqa: S608 -- columns of the model
_LOCKED = f"{_COLUMNS} where id = %s::bigint for no key update"
_LEADS_TO = f"{_COLUMNS} where id = ({DESTINATION}) for no key update"
_AT_ONCE = f"{_LEADS_TO} nowait"


def locked(ticket_id: int, *, merged: bool = False) -> Ticket:
    """Raises Ticket.DoesNotExist, and NotAllowed for one that was merged into another unless `merged` is true.

    Call within a transaction.
    """
    found = _first(_LOCKED, ticket_id)
    if found is None:
        raise Ticket.DoesNotExist
    if found.merged_into_id and not merged:
        raise NotAllowed(_("This ticket was merged into #%(number)s. Go on there.") % {"number": found.merged_into_id})
    return found


def locked_destination(ticket_id: int) -> Ticket:
    """The ticket that has its messages now. Raises Ticket.DoesNotExist."""
    found = _first(_LEADS_TO, ticket_id)
    while found and not _has_messages_of(found, ticket_id):
        # It was merged, or taken apart, while this waited. To wait for another one, with this one taken, would be out
        # of order: the transaction fails at once if somebody has that, as it would by a deadlock.
        found = _first(_AT_ONCE, ticket_id)
    if found is None:
        raise Ticket.DoesNotExist
    return found


def _has_messages_of(found: Ticket, ticket_id: int) -> bool:
    return not found.merged_into_id and (found.pk == ticket_id or destination(ticket_id) == found.pk)


def locked_all(ticket_ids: Iterable[int]) -> list[Ticket]:
    """In the order of their numbers, so that two who take several never wait for each other."""
    return list(Ticket.objects.select_for_update(no_key=True).filter(pk__in=set(ticket_ids)).order_by("pk"))


def locked_found(find: Callable[[], set[int]]) -> list[Ticket]:
    """Those that `find` names, and would name no others of once they are taken."""
    while True:
        wanted = find()
        with transaction.atomic():
            tickets = locked_all(wanted)
            if find() <= wanted:
                return tickets
            transaction.set_rollback(True)  # to the savepoint, which lets go of them


def change(ticket: Ticket, **fields: object) -> None:
    """Writes just these columns of a locked ticket."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    update(Ticket, ticket.pk, fields)


def _first(statement: str, ticket_id: int) -> Ticket | None:
    return made(Ticket, iter(next(iter(rows(statement, (ticket_id,))), (None,))))

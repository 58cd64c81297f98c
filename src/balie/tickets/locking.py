"""The one way to take a ticket for changing."""

from collections.abc import Iterable

from balie.tickets.models import Ticket


def locked(ticket_id: int) -> Ticket:
    """Raises Ticket.DoesNotExist. Call within a transaction."""
    return Ticket.objects.select_for_update().get(pk=ticket_id)


def locked_all(ticket_ids: Iterable[int]) -> list[Ticket]:
    """In the order of their numbers, so that two who take several never wait for each other."""
    return list(Ticket.objects.select_for_update().filter(pk__in=set(ticket_ids)).order_by("pk"))


def change(ticket: Ticket, **fields: object) -> None:
    """Writes just these columns of a locked ticket."""
    for name, value in fields.items():
        setattr(ticket, name, value)
    rows = Ticket.objects.filter(pk=ticket.pk).update(**fields)
    if rows != 1:
        raise Ticket.DoesNotExist(f"ticket {ticket.pk} is gone")

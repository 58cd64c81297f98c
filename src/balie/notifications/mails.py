"""Which mails tell of a ticket: those who take words out of them ask."""

from collections.abc import Collection

from balie.notifications.models import Notification
from balie.tickets.redacting.mails import Telling


def telling(ticket_ids: Collection[int]) -> Telling:
    """One mail may tell of many tickets; these are named by their links."""
    told = Notification.objects.filter(ticket__in=ticket_ids).values_list("user", flat=True).distinct()
    links = [f"/desk/tickets/{ticket_id}/" for ticket_id in ticket_ids]
    return Telling([f"notification:{user_id}" for user_id in told], naming=links)

"""What events may tell whom: a ticket's history speaks of tickets that not everybody may see who sees this one."""

from collections.abc import Iterable

from balie.accounts.models import User
from balie.events.models import Event
from balie.tickets.history import OF_TICKETS
from balie.tickets.models import Ticket


def tickets_told(viewer: User, events: Iterable[Event]) -> frozenset[int]:
    """Numbers of the tickets that these events speak of and the viewer may see."""
    numbers = {int(event.data["ticket"]) for event in events if event.kind in OF_TICKETS}
    seen = Ticket.objects.visible_to(viewer).filter(pk__in=numbers) if numbers else Ticket.objects.none()
    return frozenset(seen.values_list("pk", flat=True))

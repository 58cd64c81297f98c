"""Tickets that are like one: what was asked before, and perhaps answered."""

from balie.accounts.models import User
from balie.search.resembling import resembling
from balie.tickets.indexing import KIND
from balie.tickets.lifecycle import OVER
from balie.tickets.models import Message, Ticket, Visibility
from balie.tickets.searching import marks_of, tickets_of

_LOOKED_AT = 20
# A ticket that was solved tells how; another one tells at most that somebody else asks the same.
_SOLVED = 1.5


def tickets_like(ticket: Ticket, *, viewer: User, limit: int) -> list[Ticket]:
    """Most alike first, solved ones before others; of those the viewer may see, with their requester at hand."""
    found = resembling(
        title=ticket.subject, body=asked_in(ticket), language=ticket.language, kinds=(KIND,), audience=marks_of(viewer),
        apart_from=ticket.pk, limit=_LOOKED_AT,
    )  # fmt: skip
    there = tickets_of(viewer).filter(merged_into=None).in_bulk([one.group_id for one in found])
    alike = {there[one.group_id]: one.likeness for one in found if one.group_id in there}
    worth = {other: likeness * (_SOLVED if other.status in OVER else 1) for other, likeness in alike.items()}
    return sorted(worth, key=lambda other: -worth[other])[:limit]


def asked_in(ticket: Ticket) -> str:
    """What it is about: its first message."""
    first = Message.objects.filter(ticket=ticket, visibility=Visibility.PUBLIC).order_by("pk")
    said = first.values_list("reply_text", "text").first()
    return (said[0] or said[1]) if said else ""

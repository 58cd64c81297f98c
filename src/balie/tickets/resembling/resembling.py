"""Tickets that are like one: what was asked before, and perhaps answered."""

from balie.accounts.models import User
from balie.search.meaning.keeping import Near, nearest
from balie.search.resembling import resembling
from balie.tickets.indexing import KIND
from balie.tickets.lifecycle import OVER
from balie.tickets.models import Message, Ticket, Visibility
from balie.tickets.resembling.meanings import KIND as MEANT
from balie.tickets.searching import marks_of, tickets_of

_LOOKED_AT = 20
# Of those that mean the same, many may be of teams that the viewer is not in.
_NEAR = 300
# A ticket that was solved tells how; another one tells at most that somebody else asks the same.
_SOLVED = 1.5


def tickets_like(ticket: Ticket, *, viewer: User, limit: int, asked: str | None = None) -> list[Ticket]:
    """Most alike first, solved ones before others; of those the viewer may see, with their requester at hand.

    `asked`: what `asked_in` says, for whoever has it already.
    """
    found = resembling(
        title=ticket.subject, body=asked_in(ticket) if asked is None else asked, language=ticket.language,
        kinds=(KIND,), audience=marks_of(viewer), apart_from=ticket.pk, limit=_LOOKED_AT,
    )  # fmt: skip
    alike = {one.group_id: one.likeness for one in found}
    for near in _meant(ticket, viewer):
        alike[near.object_id] = 1 - (1 - alike.get(near.object_id, 0)) * (1 - near.likeness)
    there = tickets_of(viewer).filter(merged_into=None).in_bulk(alike)
    worth = {other: alike[other.pk] * (_SOLVED if other.status in OVER else 1) for other in there.values()}
    return sorted(worth, key=lambda other: -worth[other])[:limit]


def _meant(ticket: Ticket, viewer: User) -> list[Near]:
    """Those that mean the same by other words, of what the viewer may see."""
    near = nearest(MEANT, ticket.pk, among=MEANT, limit=_NEAR)
    seen = set(tickets_of(viewer).filter(pk__in=[one.object_id for one in near]).values_list("pk", flat=True))
    return [one for one in near if one.object_id in seen][:_LOOKED_AT]


def asked_in(ticket: Ticket) -> str:
    """What it is about: its first message."""
    first = Message.objects.filter(ticket=ticket, visibility=Visibility.PUBLIC).order_by("pk")
    said = first.values_list("reply_text", "text").first()
    return (said[0] or said[1]) if said else ""

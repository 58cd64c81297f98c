"""Links between tickets: made, removed, and read from either end."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.viewers import ContactViewer
from balie.tickets.conflicts import NotAllowed
from balie.tickets.link_records import TicketLink
from balie.tickets.locking import locked_all
from balie.tickets.models import ACTIVE, Ticket

LINKED = "link.made"
UNLINKED = "link.removed"
Kind = TicketLink.Kind


class Way(StrEnum):
    """What the other ticket is to this one."""

    PARENT = "parent"
    CHILD = "child"
    DUPLICATE_OF = "duplicate-of"
    DUPLICATE = "duplicate"
    CAUSE = "cause"
    CAUSED = "caused"
    RELATED = "related"


# The kind, and whether this ticket is its source.
_ENDS: dict[str, tuple[Kind, bool]] = {
    Way.PARENT: (Kind.CHILD, True),
    Way.CHILD: (Kind.CHILD, False),
    Way.DUPLICATE_OF: (Kind.DUPLICATE, True),
    Way.DUPLICATE: (Kind.DUPLICATE, False),
    Way.CAUSE: (Kind.CAUSED, True),
    Way.CAUSED: (Kind.CAUSED, False),
    Way.RELATED: (Kind.RELATED, True),
}
_BACK = {
    Way.PARENT: Way.CHILD, Way.CHILD: Way.PARENT, Way.DUPLICATE_OF: Way.DUPLICATE, Way.DUPLICATE: Way.DUPLICATE_OF,
    Way.CAUSE: Way.CAUSED, Way.CAUSED: Way.CAUSE, Way.RELATED: Way.RELATED,
}  # fmt: skip


class Linked(NamedTuple):
    way: Way
    ticket: Ticket


@joined
def link(*, ticket_id: int, other_id: int, way: str, actor: Actor) -> None:
    """The other one becomes `way` (one of Way) to this. Raises Ticket.DoesNotExist, or NotAllowed."""
    if way not in _ENDS:
        raise NotAllowed(_("There is no such link."))
    if ticket_id == other_id:
        raise NotAllowed(_("A ticket can't be linked to itself."))
    tickets = locked_all({ticket_id, other_id})
    if len(tickets) < 2:
        raise Ticket.DoesNotExist
    for ticket in tickets:
        if ticket.merged_into_id:
            words = _("#%(number)s was merged into #%(other)s. Link that one.")
            raise NotAllowed(words % {"number": ticket.pk, "other": ticket.merged_into_id})
    source, target, kind = _ends(ticket_id, other_id, way)
    if TicketLink.objects.filter(source=source, target=target, kind=kind).exists():
        return
    if kind == Kind.CHILD:
        _refuse_second_parent(source)
        _refuse_circle(source, target)
    TicketLink.objects.create(source_id=source, target_id=target, kind=kind)
    _tell(LINKED, ticket_id, other_id, way, actor)


@joined
def unlink(*, ticket_id: int, other_id: int, way: str, actor: Actor) -> None:
    """A link that is gone already is no fault."""
    if way not in _ENDS:
        raise NotAllowed(_("There is no such link."))
    locked_all({ticket_id, other_id})
    source, target, kind = _ends(ticket_id, other_id, way)
    removed, _tables = TicketLink.objects.filter(source=source, target=target, kind=kind).delete()
    if removed:
        _tell(UNLINKED, ticket_id, other_id, way, actor)


def links_of(ticket_id: int, viewer: User) -> list[Linked]:
    """Those whose other end the viewer may see, parents and children first."""
    rows = [
        *((way_of(kind, outward=True), other) for other, kind in _rows("source", "target", ticket_id)),
        *((way_of(kind, outward=False), other) for other, kind in _rows("target", "source", ticket_id)),
    ]
    tickets = Ticket.objects.visible_to(viewer).in_bulk([other for _way, other in rows])
    order = list(Way)
    found = [Linked(way, tickets[other]) for way, other in rows if other in tickets]
    return sorted(found, key=lambda it: (order.index(it.way), it.ticket.pk))


def way_of(kind: str, *, outward: bool) -> Way:
    if kind == Kind.RELATED:
        return Way.RELATED
    return next(Way(way) for way, ends in _ENDS.items() if ends == (kind, outward))


def open_children(ticket_id: int, actor: Actor) -> tuple[list[int], int]:
    """Those that the actor may see, and how many others there are."""
    children = TicketLink.objects.filter(target=ticket_id, kind=Kind.CHILD, source__status__in=ACTIVE)
    every = list(children.order_by("source").values_list("source_id", flat=True))
    visible = _visible(every, actor) if every else every
    return visible, len(every) - len(visible)


def _visible(ticket_ids: list[int], actor: Actor) -> list[int]:
    """Nothing is hidden from rules and the system."""
    if actor.kind not in {"user", "contact"}:
        return ticket_ids
    viewer = User.objects.get(pk=actor.id or 0) if actor.kind == "user" else ContactViewer(actor.id or 0)
    seen = Ticket.objects.visible_to(viewer).filter(pk__in=ticket_ids)
    return list(seen.order_by("pk").values_list("pk", flat=True))


def _rows(this: str, other: str, ticket_id: int) -> list[tuple[int, str]]:
    return list(TicketLink.objects.filter(**{this: ticket_id}).values_list(f"{other}_id", "kind"))


def _ends(ticket_id: int, other_id: int, way: str) -> tuple[int, int, Kind]:
    kind, outward = _ENDS[way]
    if kind == Kind.RELATED:  # has no direction: one row, whoever made it
        return min(ticket_id, other_id), max(ticket_id, other_id), kind
    return (ticket_id, other_id, kind) if outward else (other_id, ticket_id, kind)


def _refuse_second_parent(child: int) -> None:
    parent = TicketLink.objects.filter(source=child, kind=Kind.CHILD).values_list("target_id", flat=True).first()
    if parent is not None:
        raise NotAllowed(_("#%(number)s is part of #%(parent)s already.") % {"number": child, "parent": parent})


def _refuse_circle(child: int, parent: int) -> None:
    above: int | None = parent
    while above is not None:
        if above == child:
            raise NotAllowed(_("A ticket can't be part of itself."))
        above = TicketLink.objects.filter(source=above, kind=Kind.CHILD).values_list("target_id", flat=True).first()


def _tell(kind: str, ticket_id: int, other_id: int, way: str, actor: Actor) -> None:
    """On both, each as it sees the other."""
    record(kind, actor=actor, ticket_id=ticket_id, ticket=other_id, way=str(way))
    record(kind, actor=actor, ticket_id=other_id, ticket=ticket_id, way=str(_BACK[Way(way)]))

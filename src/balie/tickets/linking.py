"""Links between tickets: made, removed, and read from either end.

A ticket that was merged keeps its links, and whoever reads them reads those of the tickets that were merged into it as
well: so they follow, and are where they were when the merge is undone.
"""

from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.viewers import ContactViewer
from balie.tickets.conflicts import NotAllowed
from balie.tickets.destinations import destinations
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
    if _links(ticket_id, other_id, way):
        return
    source, target, kind = _ends(ticket_id, other_id, way)
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
    removed, _tables = TicketLink.objects.filter(pk__in=_links(ticket_id, other_id, way)).delete()
    if removed:
        _tell(UNLINKED, ticket_id, other_id, way, actor)


def links_of(ticket_id: int, viewer: User) -> list[Linked]:
    """Those whose other end the viewer may see, parents and children first."""
    found = {(it.way, it.other) for it in ends_of(ticket_id)}
    tickets = Ticket.objects.visible_to(viewer).in_bulk([other for _way, other in found])
    order = list(Way)
    linked = [Linked(way, tickets[other]) for way, other in found if other in tickets]
    return sorted(linked, key=lambda it: (order.index(it.way), it.ticket.pk))


def way_of(kind: str, *, outward: bool) -> Way:
    if kind == Kind.RELATED:
        return Way.RELATED
    return next(Way(way) for way, ends in _ENDS.items() if ends == (kind, outward))


def open_children(ticket_id: int, actor: Actor) -> tuple[list[int], int]:
    """Those that the actor may see, and how many others there are."""
    children = parts_of(ticket_id)
    if not children:
        return [], 0
    active = Ticket.objects.filter(pk__in=children, status__in=ACTIVE).order_by("pk")
    every = list(active.values_list("pk", flat=True))
    visible = _visible(every, actor) if every else every
    return visible, len(every) - len(visible)


def parts_of(ticket_id: int) -> set[int]:
    return {it.other for it in ends_of(ticket_id) if it.way == Way.CHILD}


def family_of(ticket_id: int) -> set[int]:
    """It, its parts, and theirs."""
    family, level = {ticket_id}, {ticket_id}
    while level:
        level = {part for pk in level for part in parts_of(pk)} - family
        family |= level
    return family


def _visible(ticket_ids: list[int], actor: Actor) -> list[int]:
    """Nothing is hidden from rules and the system."""
    if actor.kind not in {"user", "contact"}:
        return ticket_ids
    viewer = User.objects.get(pk=actor.id or 0) if actor.kind == "user" else ContactViewer(actor.id or 0)
    seen = Ticket.objects.visible_to(viewer).filter(pk__in=ticket_ids)
    return list(seen.order_by("pk").values_list("pk", flat=True))


# Of a ticket with those that were merged into it; none of one that is merged itself, since they are read where it is.
_ROWS = """
with recursive here(id) as (
    select id from tickets_ticket where id = %(ticket)s::bigint and merged_into_id is null
    union all select merge.source_id from tickets_merge merge join here on merge.target_id = here.id
)
select link.id, link.kind, true, link.target_id from tickets_ticketlink link join here on link.source_id = here.id
union all
select link.id, link.kind, false, link.source_id from tickets_ticketlink link join here on link.target_id = here.id"""


class End(NamedTuple):
    """A row's, as one of its tickets sees it. `other`: where that is now."""

    row: int
    way: Way
    other: int


def ends_of(ticket_id: int) -> list[End]:
    found = rows(_ROWS, {"ticket": ticket_id})
    now_at = destinations({other for _row, _kind, _outward, other in found})
    ends = [End(row, way_of(kind, outward=outward), now_at[other]) for row, kind, outward, other in found]
    return [end for end in ends if end.other != ticket_id]


def _links(ticket_id: int, other_id: int, way: str) -> list[int]:
    """Rows; there may be several that merges made the same."""
    return [end.row for end in ends_of(ticket_id) if end.way == way and end.other == other_id]


def _ends(ticket_id: int, other_id: int, way: str) -> tuple[int, int, Kind]:
    kind, outward = _ENDS[way]
    if kind == Kind.RELATED:  # has no direction: one row, whoever made it
        return min(ticket_id, other_id), max(ticket_id, other_id), kind
    return (ticket_id, other_id, kind) if outward else (other_id, ticket_id, kind)


def _refuse_second_parent(child: int) -> None:
    for parent in _parents(child):
        raise NotAllowed(_("#%(number)s is part of #%(parent)s already.") % {"number": child, "parent": parent})


def _refuse_circle(child: int, parent: int) -> None:
    if parent in family_of(child):
        raise NotAllowed(_("A ticket can't be part of itself."))


def _parents(child: int) -> list[int]:
    return sorted(it.other for it in ends_of(child) if it.way == Way.PARENT)


def _tell(kind: str, ticket_id: int, other_id: int, way: str, actor: Actor) -> None:
    """On both, each as it sees the other."""
    record(kind, actor=actor, ticket_id=ticket_id, ticket=other_id, way=str(way))
    record(kind, actor=actor, ticket_id=other_id, ticket=ticket_id, way=str(_BACK[Way(way)]))

"""Tags on tickets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import change, locked
from balie.tickets.models import Tag, Ticket

LONGEST = 60
TAGGED = "ticket.tagged"


def normalised(name: str) -> str:
    return " ".join(visible(name).lower().split())


@joined
def set_tags(*, ticket_id: int, names: Iterable[str], actor: Actor) -> Ticket:
    """The ticket has exactly these tags afterwards; unknown ones are made. Raises NotAllowed."""
    ticket = locked(ticket_id)
    wanted = tags_named(names)
    before = set(ticket.tags.values_list("pk", flat=True))
    after = {tag.pk for tag in wanted}
    if before == after:
        return ticket
    ticket.tags.set(wanted)
    change(ticket, updated_at=now())
    record(TAGGED, actor=actor, ticket_id=ticket.pk, added=sorted(after - before), removed=sorted(before - after))
    return ticket


@joined
def retag(*, ticket_id: int, add: Iterable[str] = (), remove: Iterable[str] = (), actor: Actor) -> Ticket:
    """Leaves its other tags as they are. Raises NotAllowed."""
    ticket = locked(ticket_id)
    before = set(ticket.tags.values_list("name", flat=True))
    wanted = {*before, *map(normalised, add)} - {normalised(name) for name in remove}
    return set_tags(ticket_id=ticket_id, names=wanted, actor=actor)


def refuse_too_long(names: Iterable[str]) -> None:
    """Raises NotAllowed."""
    if any(len(normalised(name)) > LONGEST for name in names):
        raise NotAllowed(_("A tag has %(most)d characters at most.") % {"most": LONGEST})


def tags_named(names: Iterable[str]) -> list[Tag]:
    wanted = {plain for name in names if (plain := normalised(name))}
    if not wanted:
        return []
    refuse_too_long(wanted)
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(wanted)], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=wanted))

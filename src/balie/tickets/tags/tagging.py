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
from balie.tickets.tags.making import may_make

LONGEST = 60
TAGGED = "ticket.tagged"


def normalised(name: str) -> str:
    """Filters cannot name what has quotation marks in it."""
    return " ".join(visible(name).lower().replace('"', "'").split())


@joined
def set_tags(*, ticket_id: int, names: Iterable[str], actor: Actor) -> Ticket:
    """The ticket has exactly these tags afterwards; unknown ones are made. Raises NotAllowed."""
    ticket = locked(ticket_id)
    wanted = tags_named(names, actor=actor)
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
    # A tag that is just being taken off all tickets goes from this one now.
    before = set(ticket.tags.filter(removed_at=None).values_list("name", flat=True))
    leaving = {normalised(name) for name in remove}
    if others := leaving - before:
        # Other words for tags that it has.
        leaving |= set(Tag.objects.filter(merged__name__in=others).values_list("name", flat=True))
    wanted = {*before, *map(normalised, add)} - leaving
    return set_tags(ticket_id=ticket_id, names=wanted, actor=actor)


def refuse_too_long(names: Iterable[str]) -> None:
    """Raises NotAllowed."""
    if any(len(normalised(name)) > LONGEST for name in names):
        raise NotAllowed(_("A tag has %(most)d characters at most.") % {"most": LONGEST})


def tags_named(names: Iterable[str], *, actor: Actor) -> list[Tag]:
    """New ones are made, if the actor may; a name that was merged into another means that one. Raises NotAllowed."""
    wanted = {plain for name in names if (plain := normalised(name))}
    if not wanted:
        return []
    refuse_too_long(wanted)
    found = _named(wanted)
    missing = wanted - {tag.name for tag in found}
    back = {tag.name for tag in found if tag.removed_at}
    if (missing or back) and not may_make(actor):
        raise NotAllowed(_("There is no tag “%(name)s”, and you can't make new ones.") % {"name": min(missing | back)})
    if missing:
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(missing)], ignore_conflicts=True)
        found += _named(missing)
    if back:
        _bring_back(back)
    return [tag.merged_into or tag for tag in found]


def tag_meant(name: str) -> Tag | None:
    """Also by a name that was merged into another."""
    found = next(iter(_named([normalised(name)])), None)
    return found and (found.merged_into or found)


def _named(names: Iterable[str]) -> list[Tag]:
    return list(Tag.objects.filter(name__in=names).select_related("merged_into"))


def _bring_back(names: set[str]) -> None:
    """Not while it is still being taken off tickets, which would get it again. Raises NotAllowed."""
    removed = Tag.objects.select_for_update().filter(name__in=names).exclude(removed_at=None).order_by("pk")
    for tag in removed:
        if tag.tickets.exists():
            raise NotAllowed(
                _("“%(name)s” is still being taken off its tickets. Try again in a moment.") % {"name": tag}
            )
    Tag.objects.filter(pk__in=[tag.pk for tag in removed]).update(removed_at=None)

"""Own statuses made, changed, put in order, archived and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.positions import locked_in_order, place_of, put, write_order
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Status
from balie.tickets.own_status_records import StatusDefinition
from balie.tickets.own_statuses.known import forget_statuses
from balie.tickets.own_statuses.statuses import slug_of

MOST = 100
LONGEST = 60
# What filters call the categories, and several of them.
RESERVED = frozenset({*(status.value.replace("_", "-") for status in Status), "active", "done", "all", "none"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What an own status is to be. `translations`: {"nl": {"name", "portal_name"}}."""

    name: str
    portal: bool = False
    portal_name: str = ""
    teams: Sequence[int] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@joined
def add_status(*, category: str, shape: Shape, actor: Actor) -> StatusDefinition:
    """Raises NotAllowed. The category is for good: tickets must not come into another by a change of names."""
    if category not in Status.values:
        raise NotAllowed(_("There is no such status."))
    if len(lock_statuses()) >= MOST:
        raise NotAllowed(_("A desk has %(most)d statuses of its own at most.") % {"most": MOST})
    last = StatusDefinition.objects.aggregate(Max("position"))["position__max"] or 0
    new = StatusDefinition(category=category, key=_key_for(shape.name), position=last + 1, **_filled(shape))
    _must_be_told_apart(new)
    new.save()
    _tell("status.defined", new.pk, actor)
    return new


@joined
def change_status_definition(*, pk: int, shape: Shape, actor: Actor) -> StatusDefinition:
    """Raises NotAllowed, and StatusDefinition.DoesNotExist. Tickets that have it keep it, whatever their team."""
    it = _locked(pk)
    for name, value in _filled(shape).items():
        setattr(it, name, value)
    _must_be_told_apart(it)
    StatusDefinition.objects.filter(pk=pk).update(**_filled(shape))
    _tell("status.changed", pk, actor)
    return it


@joined
def archive_status(*, pk: int, actor: Actor) -> None:
    """It is offered no more; tickets that have it keep it."""
    it = _locked(pk)
    StatusDefinition.objects.filter(pk=it.pk).update(archived_at=it.archived_at or now())
    _tell("status.archived", pk, actor)


@joined
def restore_status(*, pk: int, actor: Actor) -> None:
    """Raises NotAllowed when another has its name by now."""
    it = _locked(pk)
    it.archived_at = None
    _must_be_told_apart(it)
    StatusDefinition.objects.filter(pk=pk).update(archived_at=None)
    _tell("status.restored", pk, actor)


@joined
def place_status(*, pk: int, place: int, actor: Actor) -> None:
    """Among those in use of its category; the first is 1."""
    order = lock_statuses()
    it = next(one for one in order if one.pk == pk)
    _put(it, order, place=max(place, 1) - 1, actor=actor)


@joined
def move_status(*, pk: int, up: bool, actor: Actor) -> None:
    """Past the next one in use of its category."""
    order = lock_statuses()
    it = next((one for one in order if one.pk == pk and one.archived_at is None), None)
    if it is None:
        return
    beside = _beside(it, order)
    place = place_of(it, order, beside) + (-1 if up else 1)
    if 0 <= place <= len(beside):
        _put(it, order, place=place, actor=actor)


def lock_statuses() -> list[StatusDefinition]:
    """All in their order: what one may be called hangs on the others, and whoever changes a part of one keeps the
    rest as it is. Call within a transaction, before they are read.
    """
    return locked_in_order(StatusDefinition.objects.all())


def _locked(pk: int) -> StatusDefinition:
    found = next((one for one in lock_statuses() if one.pk == pk), None)
    if found is None:
        raise StatusDefinition.DoesNotExist
    return found


def _beside(it: StatusDefinition, order: Sequence[StatusDefinition]) -> list[StatusDefinition]:
    return [one for one in order if one.category == it.category and one.archived_at is None and one.pk != it.pk]


def _put(it: StatusDefinition, order: Sequence[StatusDefinition], *, place: int, actor: Actor) -> None:
    write_order(StatusDefinition.objects.all(), put(it, order, _beside(it, order), place=place))
    _tell("status.moved", it.pk, actor)


def _filled(shape: Shape) -> dict[str, object]:
    if not visible(shape.name):
        raise NotAllowed(_("A status needs a name."))
    return {
        "name": shape.name.strip()[:LONGEST],
        "portal": shape.portal,
        "portal_name": shape.portal_name.strip()[:LONGEST],
        "teams": list(dict.fromkeys(shape.teams)),
        "translations": {
            language: {what: said.strip()[:LONGEST] for what, said in words.items() if said.strip()}
            for language, words in shape.translations.items()
            if any(said.strip() for said in words.values())
        },
    }


def _key_for(name: str) -> str:
    """From what it is called: free, and as filters take it; a number where its name has no letters for that."""
    key = slug_of(name)
    taken = {*RESERVED, *StatusDefinition.objects.values_list("key", flat=True)}
    numbered = (f"{key or 'status'}-{n}" for n in range(2 if key else 1, MOST + 2))
    return next(one for one in (key, *numbered) if one and one not in taken)


def _must_be_told_apart(it: StatusDefinition) -> None:
    """In menus only its name says which one it is."""
    names = {it.name.casefold(), *(words["name"].casefold() for words in it.translations.values() if "name" in words)}
    if names & {str(label).casefold() for label in Status.labels}:
        raise NotAllowed(_("“%(name)s” is one of the six already.") % {"name": it.name})
    others = StatusDefinition.objects.filter(archived_at=None).exclude(pk=it.pk)
    if any(other.name.casefold() == it.name.casefold() for other in others):
        raise NotAllowed(_("There is a status “%(name)s” already.") % {"name": it.name})


def _tell(event: str, pk: int, actor: Actor) -> None:
    record(event, actor=actor, status=pk)
    forget_statuses()

"""Custom fields of tickets made, changed, put in order, archived and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.positions import locked_in_order, place_of, put, write_order
from balie.core.transactions import joined
from balie.custom_fields.defining import MOST, Words, fill_words, key_among, must_be_free
from balie.custom_fields.types import Accepts, Type
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.checking import cycles
from balie.tickets.custom_fields.known import forget_fields, known_fields
from balie.tickets.field_records import FieldDefinition, Portal

# What filters call other things, and might one day.
RESERVED = frozenset({
    "status", "kind", "priority", "channel", "waits", "team", "assignee", "follower", "requester", "organisation",
    "tag", "language", "number", "subject", "created", "updated", "answered", "resolved", "closed", "promise", "view",
    "field", "text", "from", "or", "and", "not", "is", "has", "in", "on", "none", "me", "mine", "vip",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape(Words):
    kinds: Sequence[str] = ()
    teams: Sequence[int] = ()
    opening: bool = False
    resolving: bool = False
    portal: str = Portal.HIDDEN
    depends_on: int | None = None
    when: Sequence[str] = ()
    accepts: str = ""
    several: bool = False


@joined
def add_field(*, key: str, kind: str, shape: Shape, actor: Actor) -> FieldDefinition:
    """Raises NotAllowed. `kind`: a `Type`; it and the key are for good, as values and filters hang on them."""
    must_be_free(key, _taken())
    if kind not in Type.values:
        raise NotAllowed(_("There is no such kind of field."))
    if FieldDefinition.objects.count() >= MOST:
        raise NotAllowed(_("A desk has %(most)d fields at most.") % {"most": MOST})
    last = FieldDefinition.objects.aggregate(Max("position"))["position__max"] or 0
    new = FieldDefinition(key=key, type=kind, position=last + 1)
    _fill(new, shape)
    new.save()
    _tell("field.defined", new.pk, actor)
    return new


@joined
def change_field(*, pk: int, shape: Shape, actor: Actor) -> FieldDefinition:
    """Raises NotAllowed, and FieldDefinition.DoesNotExist."""
    definition = FieldDefinition.objects.select_for_update().get(pk=pk)
    definition.save(update_fields=_fill(definition, shape))
    _tell("field.changed", pk, actor)
    return definition


@joined
def archive_field(*, pk: int, actor: Actor) -> None:
    """Tickets keep what they have of it. Raises NotAllowed while other fields hang on it."""
    definition = FieldDefinition.objects.select_for_update().get(pk=pk)
    others = FieldDefinition.objects.filter(depends_on=pk, archived_at=None).values_list("label", flat=True)
    if others:
        raise NotAllowed(_("%(fields)s is shown by what this field says.") % {"fields": ", ".join(others)})
    _set(definition, "field.archived", actor, archived_at=now())


@joined
def restore_field(*, pk: int, actor: Actor) -> None:
    definition = FieldDefinition.objects.select_for_update().get(pk=pk)
    if definition.depends_on and definition.depends_on.archived_at:
        raise NotAllowed(
            _("It is shown by what “%(field)s” says: restore that first.") % {"field": definition.depends_on}
        )
    _set(definition, "field.restored", actor, archived_at=None)


@joined
def move_field(*, pk: int, up: bool, actor: Actor) -> None:
    """Past the next one that is in use."""
    order: list[FieldDefinition] = locked_in_order(FieldDefinition.objects.all())
    it = next((one for one in order if one.pk == pk and one.archived_at is None), None)
    if it is None:
        return
    beside = [one for one in order if one.archived_at is None and one.pk != pk]
    place = place_of(it, order, beside) + (-1 if up else 1)
    if 0 <= place <= len(beside):
        write_order(FieldDefinition.objects.all(), put(it, order, beside, place=place))
        _tell("field.moved", pk, actor)


def key_for(label: str) -> str:
    return key_among(_taken(), label)


def _taken() -> set[str]:
    return {*RESERVED, *FieldDefinition.objects.values_list("key", flat=True)}


def _set(definition: FieldDefinition, event: str, actor: Actor, **fields: object) -> None:
    FieldDefinition.objects.filter(pk=definition.pk).update(**fields)
    _tell(event, definition.pk, actor)


def _tell(event: str, pk: int, actor: Actor) -> None:
    record(event, actor=actor, field=pk)
    forget_fields()


def _fill(record_: FieldDefinition, shape: Shape) -> list[str]:
    """What is to be saved."""
    if record_.type in {Type.CONTACT, Type.USER} and shape.portal == Portal.WRITE:
        raise NotAllowed(_("Contacts can't choose among people."))
    _must_hang_together(record_, shape)
    filled = fill_words(record_, shape)
    record_.kinds, record_.teams = list(shape.kinds), list(shape.teams)
    record_.opening, record_.resolving, record_.portal = shape.opening, shape.resolving, shape.portal
    record_.depends_on_id, record_.when = shape.depends_on, list(shape.when)
    record_.accepts = shape.accepts if shape.accepts in Accepts.values else Accepts.ANY
    record_.several = shape.several
    return [*filled, "kinds", "teams", "opening", "resolving", "portal", "depends_on", "when", "accepts", "several"]


def _must_hang_together(record_: FieldDefinition, shape: Shape) -> None:
    if shape.depends_on is None:
        return
    known = known_fields().by_id
    if shape.depends_on not in known or not shape.when:
        raise NotAllowed(_("Choose what the other field has to say."))
    depends = {pk: one.depends_on for pk, one in known.items()}
    if record_.pk and cycles(depends | {record_.pk: shape.depends_on}, record_.pk):
        raise NotAllowed(_("These fields would wait for each other: neither would ever be shown."))

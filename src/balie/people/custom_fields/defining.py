"""Custom fields of contacts and organisations made, changed, put in order, archived and taken up again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.positions import locked_in_order, place_of, put, write_order
from balie.core.refusals import NotAllowed
from balie.core.transactions import joined
from balie.custom_fields.defining import MOST, Words, fill_words, key_among, must_be_free
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.custom_fields.known import forget_fields
from balie.people.field_records import Of, PersonField

# People can't be chosen in what is known of people: whom they stand for changes with every merge. Files are of tickets.
TYPES = tuple(one for one in Type if one not in {Type.CONTACT, Type.USER, Type.FILE})
# What imports, exports and programs call other things, and might one day.
RESERVED = frozenset({
    "number", "id", "name", "first_name", "middle_name", "last_name", "email", "phone", "address", "addresses",
    "organisation", "domains", "language", "vip", "notes", "created", "updated", "blocked", "merged_into", "contacts",
    "tickets", "fields", "field", "q", "after", "before",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape(Words):
    """`default` is not used: somebody of whom nothing is known has nothing."""

    beside: bool = False


@joined
def add_field(*, of: str, key: str, kind: str, shape: Shape, actor: Actor) -> PersonField:
    """Raises NotAllowed. `kind`: one of `TYPES`; it and the key are for good, as values hang on them."""
    if of not in Of.values or kind not in TYPES:
        raise NotAllowed(_("There is no such kind of field."))
    must_be_free(key, _taken(of))
    if _all(of).count() >= MOST:
        raise NotAllowed(_("A desk has %(most)d fields at most.") % {"most": MOST})
    last = _all(of).aggregate(Max("position"))["position__max"] or 0
    new = PersonField(of=of, key=key, type=kind, position=last + 1)
    _fill(new, shape)
    new.save()
    _tell("person_field.defined", new.pk, actor)
    return new


@joined
def change_field(*, pk: int, shape: Shape, actor: Actor) -> PersonField:
    """Raises NotAllowed, and PersonField.DoesNotExist."""
    it = PersonField.objects.select_for_update().get(pk=pk)
    it.save(update_fields=_fill(it, shape))
    _tell("person_field.changed", pk, actor)
    return it


@joined
def archive_field(*, pk: int, actor: Actor) -> None:
    """What is known stays known, and is only read."""
    it = PersonField.objects.select_for_update().get(pk=pk)
    PersonField.objects.filter(pk=it.pk).update(archived_at=it.archived_at or now())
    _tell("person_field.archived", pk, actor)


@joined
def restore_field(*, pk: int, actor: Actor) -> None:
    it = PersonField.objects.select_for_update().get(pk=pk)
    PersonField.objects.filter(pk=it.pk).update(archived_at=None)
    _tell("person_field.restored", pk, actor)


@joined
def move_field(*, pk: int, up: bool, actor: Actor) -> None:
    """Past the next one that is in use, among those of the same."""
    rows = _all(PersonField.objects.values_list("of", flat=True).get(pk=pk))
    order: list[PersonField] = locked_in_order(rows)
    it = next((one for one in order if one.pk == pk and one.archived_at is None), None)
    if it is None:
        return
    beside = [one for one in order if one.archived_at is None and one.pk != pk]
    place = place_of(it, order, beside) + (-1 if up else 1)
    if 0 <= place <= len(beside):
        write_order(rows, put(it, order, beside, place=place))
        _tell("person_field.moved", pk, actor)


def key_for(of: str, label: str) -> str:
    return key_among(_taken(of), label)


def _all(of: str) -> QuerySet[PersonField]:
    return PersonField.objects.filter(of=of)


def _taken(of: str) -> set[str]:
    return {*RESERVED, *_all(of).values_list("key", flat=True)}


def _fill(it: PersonField, shape: Shape) -> list[str]:
    """What is to be saved."""
    filled = fill_words(it, shape)
    it.beside = shape.beside
    return [*filled, "beside"]


def _tell(event: str, pk: int, actor: Actor) -> None:
    record(event, actor=actor, field=pk)
    forget_fields()

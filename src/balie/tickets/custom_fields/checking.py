"""Which fields a ticket has, and whether what was given for them will do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from balie.custom_fields.definitions import Value, tokens
from balie.custom_fields.values import Why, Wrong, new_files, normal
from balie.files.uploads import NewFile
from balie.tickets.custom_fields.definitions import Definition

# By the id of the definition.
Values = Mapping[int, Value]


class Moment(StrEnum):
    OPENING = "opening"
    CHANGING = "changing"
    RESOLVING = "resolving"


@dataclass(frozen=True, slots=True)
class Checked:
    """`values`: all that the ticket has, those that were not given among them. Nothing of it counts with `problems`.

    `files`: by field, what is to be stored and comes to the values then.
    """

    values: dict[int, Value]
    problems: dict[int, Why]
    files: dict[int, tuple[NewFile, ...]] = field(default_factory=dict)


def check(
    definitions: Iterable[Definition], given: Mapping[int, object], *, kind: str, team: int | None, moment: Moment,
    before: Values | None = None,
) -> Checked:  # fmt: skip
    """What a ticket of this kind and team has once it is given this.

    A field whose condition is no longer met loses its value; one that the ticket does not have can't be given any.
    What another kind or team of ticket has, or what is archived, stays as it was.
    """
    known = {definition.id: definition for definition in definitions}
    values, problems = dict(before or {}), dict[int, Why]()
    for pk, wanted in _with_defaults(known, given, moment).items():
        try:
            values[pk] = _read(known, pk, wanted, values.get(pk))
        except Wrong as wrong:
            problems[pk] = wrong.why
    shown = {one.id for one in shown_fields(known.values(), values, kind=kind, team=team)}
    for pk, definition in known.items():
        if pk in shown:
            if _is_missing(definition, values.get(pk), moment) and pk not in problems:
                problems[pk] = Why.REQUIRED
        elif pk in given and moment == Moment.CHANGING and values.get(pk) is not None:
            problems[pk] = Why.NO_FIELD
        elif pk in given or _is_unmet(definition, known, shown, kind=kind, team=team):
            values.pop(pk, None)
            problems.pop(pk, None)
    held: dict[int, Value] = {pk: value for pk, value in values.items() if value is not None}
    files = {pk: new for pk, wanted in given.items() if pk in held and (new := new_files(wanted))}
    return Checked(held, problems, files)


def shown_fields(definitions: Iterable[Definition], values: Values, *, kind: str, team: int | None) -> list[Definition]:
    """Those that a ticket with these values has, in their order."""
    live = [one for one in definitions if not one.archived and one.is_for(kind, team)]
    known = {one.id: one for one in live}
    return [one for one in live if _is_met(one, known, values)]


def _is_met(definition: Definition, known: Mapping[int, Definition], values: Values) -> bool:
    """All the way up: what hangs on a field that is not shown is not shown."""
    passed = {definition.id}
    while definition.depends_on is not None:
        other = known.get(definition.depends_on)
        if other is None or other.id in passed or not definition.when & set(tokens(other, values.get(other.id))):
            return False
        passed.add(other.id)
        definition = other
    return True


def _is_unmet(
    definition: Definition, known: Mapping[int, Definition], shown: set[int], *, kind: str, team: int | None
) -> bool:
    """It would be shown, did what it hangs on not say no."""
    passed = set[int]()
    while not definition.archived and definition.is_for(kind, team) and definition.id not in passed:
        passed.add(definition.id)
        other = known.get(definition.depends_on or 0)
        if other is None or other.id in shown:
            return other is not None
        definition = other
    return False


def _with_defaults(known: Mapping[int, Definition], given: Mapping[int, object], moment: Moment) -> dict[int, object]:
    if moment != Moment.OPENING:
        return dict(given)
    defaults = {pk: one.default for pk, one in known.items() if one.default is not None and not one.archived}
    return defaults | dict(given)


def _read(known: Mapping[int, Definition], pk: int, wanted: object, before: Value) -> Value:
    definition = known.get(pk)
    if definition is None or definition.archived:
        raise Wrong(Why.NO_FIELD)
    return normal(definition, wanted, before)


def _is_missing(definition: Definition, value: Value, moment: Moment) -> bool:
    asked = {Moment.OPENING: definition.opening, Moment.RESOLVING: definition.resolving}
    return asked.get(moment, False) and value is None


def cycles(depends: Mapping[int, int | None], start: int) -> bool:
    """Whether a field would hang on itself, by way of whatever."""
    passed, here = set[int](), depends.get(start)
    while here is not None and here not in passed:
        if here == start:
            return True
        passed.add(here)
        here = depends.get(here)
    return False

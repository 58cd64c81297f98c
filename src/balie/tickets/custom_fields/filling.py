"""What a ticket's custom fields hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import kept_as, values_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.custom_fields.values import Why
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.models import Contact
from balie.tickets.conflicts import refuse_if_changed
from balie.tickets.custom_fields.checking import Checked, Moment, check, shown_fields
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.keeping_files import Filled, drop_files, keep_files
from balie.tickets.custom_fields.known import KnownFields, known_fields
from balie.tickets.custom_fields.refusing import FieldsMissing
from balie.tickets.locking import change, locked
from balie.tickets.models import Ticket

FIELDS_CHANGED = "ticket.fields_changed"


@joined
def change_fields(*, ticket_id: int, given: Mapping[int, object], actor: Actor, seen: int | None = None) -> Ticket:
    """Those that are not given stay as they are. Raises FieldsRefused, and Conflict for a field that somebody else
    changed after `seen`.
    """
    ticket, known = locked(ticket_id), known_fields()
    before = values_of(ticket.fields)
    checked = check(
        known.all, given, kind=ticket.kind, team=ticket.team_id, moment=Moment.CHANGING, before=before
    )  # fmt: skip
    _refuse(checked, known, given.keys())
    differ = {pk for pk in before.keys() | checked.values.keys() if before.get(pk) != checked.values.get(pk)}
    changed = sorted(differ | checked.files.keys())
    if not changed:
        return ticket
    refuse_if_changed(
        ticket_id=ticket_id, kinds=(FIELDS_CHANGED,), seen=seen, actor=actor,
        about=lambda event: bool(set(event.data["fields"]) & set(changed)),
    )  # fmt: skip
    values = keep_files(ticket_id, checked.values, checked.files, actor=actor)
    drop_files(ticket_id, before, values)
    change(ticket, fields=kept_as(values), updated_at=now())
    record(FIELDS_CHANGED, actor=actor, ticket_id=ticket.pk, fields=changed, words=_says(known, changed))
    return ticket


def opening_fields(
    given: Mapping[int, object] | None, *, kind: str, team: int | None, asked: tuple[Definition, ...] | None = None
) -> Filled:
    """What a new ticket has of its own; None given: nobody was asked, so nothing is missing.

    `asked`: the fields that whoever opens it was asked; all that are in use otherwise. Raises FieldsRefused.
    """
    known = known_fields()
    if not known.live:
        return Filled({})
    checked = check(known.live, given or {}, kind=kind, team=team, moment=Moment.OPENING)
    answerable = {one.id for one in (asked if asked is not None else known.live)}
    missing = {pk for pk, why in checked.problems.items() if why == Why.REQUIRED}
    if given is not None:
        _refuse(checked, known, given.keys(), unless=missing - answerable)
    return Filled(kept_as(checked.values), checked.files)


def refuse_missing(ticket: Ticket) -> None:
    """Raises FieldsMissing for a ticket that can't be resolved yet."""
    known = known_fields()
    if not any(one.resolving for one in known.live):
        return
    values = values_of(ticket.fields)
    shown = shown_fields(known.live, values, kind=ticket.kind, team=ticket.team_id)
    missing = tuple(one.id for one in shown if one.resolving and values.get(one.id) is None)
    if missing:
        raise FieldsMissing(ticket.pk, missing, known)


def _says(known: KnownFields, changed: list[int]) -> bool:
    return any(known.by_id[pk].type in {Type.TEXT, Type.LONG_TEXT} for pk in changed if pk in known.by_id)


def _refuse(checked: Checked, known: KnownFields, given: Collection[int], *, unless: Set[int] = frozenset()) -> None:
    problems = {pk: why for pk, why in checked.problems.items() if pk not in unless}
    problems |= dict.fromkeys(_nobodies(checked, known, given), Why.NOBODY)
    if problems:
        raise FieldsRefused(problems, known)


def _nobodies(checked: Checked, known: KnownFields, given: Collection[int]) -> list[int]:
    """Of those who were named just now, whom there is not."""
    return [
        pk
        for pk, value in checked.values.items()
        if pk in given and pk in known.by_id and not _exists(known.by_id[pk], value)
    ]


def _exists(definition: Definition, value: Value) -> bool:
    if not isinstance(value, int):
        return True
    if definition.type == Type.CONTACT:
        return Contact.objects.filter(pk=value).exists()
    if definition.type == Type.USER:
        return User.objects.staff().filter(pk=value).exists()
    return True

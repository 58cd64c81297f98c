"""Files that custom fields hold: stored, let go, copied. Parts of the verbs that fill fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from balie.core.prepared import inserted
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.files.cleaning import let_go
from balie.files.uploads import Gone, NewFile, Received, TooLarge, received
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.field_file_records import FieldFile

New = Mapping[int, tuple[NewFile, ...]]


class Filled(NamedTuple):
    """What the fields of a new ticket are to hold; `files` are stored with it and come to the values then."""

    values: dict[str, Value]
    files: New = {}

    def stored(self) -> Filled:
        """With all bytes kept. Raises NotAllowed."""
        return Filled(self.values, {pk: tuple(_stored(files)) for pk, files in self.files.items()})


def keep_files(ticket_id: int, values: Mapping[int, Value], files: New, *, actor: Actor) -> dict[int, Value]:
    """The values with the ids of the new files in them. Raises NotAllowed."""
    found = dict(values)
    for pk, new in files.items():
        stored = [_kept(ticket_id, pk, it, actor) for it in _stored(new)]
        found[pk] = [*_listed(found.get(pk)), *stored]
    return found


def drop_files(ticket_id: int, before: Mapping[int, Value], values: Mapping[int, Value]) -> None:
    """Those that no field of the ticket holds any more."""
    gone = held_in(before) - held_in(values)
    if gone:
        files = FieldFile.objects.filter(ticket=ticket_id, pk__in=gone)
        keys = set(files.values_list("blob", flat=True))
        files.delete()
        let_go(keys)


def copied(fields: Mapping[str, Value]) -> Filled:
    """What another ticket holds, for a new one: with files of its own."""
    values = values_of(fields)
    ids = held_in(values)
    if not ids:
        return Filled(dict(fields))
    found = {str(it.pk): it for it in FieldFile.objects.filter(pk__in=ids)}
    files: dict[int, tuple[NewFile, ...]] = {}
    for pk in _file_fields() & values.keys():
        held = values[pk]
        files[pk] = tuple(_again(found[one]) for one in held if one in found) if isinstance(held, list) else ()
    return Filled({key: [] if int(key) in files else value for key, value in fields.items()}, files)


def held_in(values: Mapping[int, Value]) -> set[int]:
    """Ids of files."""
    return {int(one) for pk in _file_fields() & values.keys() for one in _listed(values[pk])}


def _listed(value: Value) -> Iterable[str]:
    return value if isinstance(value, list) else ()


def _file_fields() -> set[int]:
    return {one.id for one in known_fields().all if one.type == Type.FILE}


def _again(file: FieldFile) -> Received:
    return Received(file.blob_id, file.filename, file.content_type, file.size)


def _stored(files: tuple[NewFile, ...]) -> list[Received]:
    try:
        return received(files)
    except TooLarge as reason:
        raise NotAllowed(str(reason)) from reason
    except Gone as gone:
        raise NotAllowed(_("%(name)s is not there any more. Choose it again.") % {"name": gone}) from gone


def _kept(ticket_id: int, field: int, file: Received, actor: Actor) -> str:
    made = inserted(FieldFile(
        ticket_id=ticket_id, field_id=field, blob_id=file.sha256, filename=file.filename[:255],
        content_type=file.content_type[:127], size=file.size, user_id=actor.id if actor.kind == "user" else None,
    ))  # fmt: skip
    return str(made.pk)

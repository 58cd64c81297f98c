"""Files that custom fields hold lose words in their names, or go. A part of the verb."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from balie.custom_fields.definitions import Value
from balie.custom_fields.known import kept_as, values_of
from balie.tickets.custom_fields.keeping_files import held_in
from balie.tickets.field_file_records import FieldFile
from balie.tickets.locking import change
from balie.tickets.models import Ticket
from balie.tickets.redacting.blacking import Phrases


def remove_held(tickets: Mapping[int, Ticket], files: Collection[str]) -> int:
    """Those with these bytes. How many; no query where no field holds a file."""
    places = 0
    for ticket in tickets.values():
        values = values_of(ticket.fields)
        held = held_in(values)
        gone = (
            set(FieldFile.objects.filter(pk__in=held, blob__in=files).values_list("pk", flat=True)) if held else set()
        )
        if gone:
            left = {pk: _without(value, {str(one) for one in gone}) for pk, value in values.items()}
            change(ticket, fields=kept_as({pk: value for pk, value in left.items() if value != []}))
            FieldFile.objects.filter(pk__in=gone).delete()
            places += len(gone)
    return places


def black_out_held(tickets: Mapping[int, Ticket], phrases: Phrases) -> int:
    places = 0
    held = {one for ticket in tickets.values() for one in held_in(values_of(ticket.fields))}
    for file in FieldFile.objects.filter(pk__in=held) if held else ():
        name = phrases.in_text(file.filename)
        if name.places:
            FieldFile.objects.filter(pk=file.pk).update(filename=name.text)
            places += name.places
    return places


def _without(value: Value, gone: Collection[str]) -> Value:
    return [one for one in value if one not in gone] if isinstance(value, list) else value

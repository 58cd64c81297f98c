"""Files put into a custom field of a ticket, and taken out again, one by one: two who do so don't undo each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from balie.core.transactions import joined
from balie.custom_fields.known import values_of
from balie.events.actor import Actor
from balie.files.uploads import NewFile
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.locking import locked
from balie.tickets.models import Ticket


@joined
def change_files(
    *, ticket_id: int, field: int, actor: Actor, add: Sequence[NewFile] = (), remove: Collection[int] = ()
) -> Ticket:
    """In a field that holds one, a new file takes the place of what was there. Raises FieldsRefused, NotAllowed."""
    definition = known_fields().by_id[field]
    before = values_of(locked(ticket_id).fields).get(field)
    held = before if isinstance(before, list) else []
    stays = [one for one in held if int(one) not in remove] if definition.several or not add else []
    return change_fields(ticket_id=ticket_id, given={field: [*stays, *add]}, actor=actor)

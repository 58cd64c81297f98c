"""What is missing of a ticket, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balie.custom_fields.refusing import AboutFields, named, told
from balie.custom_fields.values import Why
from balie.tickets.custom_fields.known import KnownFields


class FieldsMissing(AboutFields):
    """The ticket can't be resolved as long as these fields are empty."""

    def __init__(self, ticket_id: int, fields: tuple[int, ...], known: KnownFields) -> None:
        self.ticket_id = ticket_id
        self.keys = {pk: known.by_id[pk].key for pk in fields}
        self.words = {pk: told(Why.REQUIRED, known.by_id[pk].type) for pk in fields}
        names = ", ".join(named(pk, known) for pk in fields)
        super().__init__(_("To resolve #%(number)s, fill in: %(fields)s.") % {"number": ticket_id, "fields": names})

"""All files of a ticket, whichever message they came with, or which custom field holds them."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import get_language

from balie.accounts.models import User
from balie.custom_fields.known import values_of
from balie.people.naming import called
from balie.tickets.bodies import address_of
from balie.tickets.custom_fields.keeping_files import held_in
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.showing_files import HeldFile
from balie.tickets.field_file_records import FieldFile
from balie.tickets.models import Attachment, Message, Ticket

MOST = 200


class Enclosed(NamedTuple):
    id: int
    filename: str
    content_type: str
    size: int
    content_id: str
    message_id: int
    at: datetime
    author: str

    @property
    def address(self) -> str:
        return address_of(self)


def files_of(ticket: Ticket, *, viewer: User) -> list[Enclosed]:
    """Newest first; pictures that stand within a text are not among them. At most MOST, one query."""
    seen = Message.objects.visible_to(viewer).filter(ticket=ticket)
    rows = (
        Attachment.objects.filter(message__in=seen, inline=False)
        .order_by("-message_id", "pk")
        .values_list(
            "id", "filename", "content_type", "size", "content_id", "message_id", "message__created_at",
            "message__author_user__name", "message__author_contact__name",
        )[:MOST]
    )  # fmt: skip
    return [Enclosed(*row[:7], _author(row[7], row[8])) for row in rows]


class InField(NamedTuple):
    file: HeldFile
    field: str
    at: datetime


def in_fields(ticket: Ticket) -> list[InField]:
    """As the fields stand; no query where none holds a file."""
    values = values_of(ticket.fields)
    held = held_in(values)
    if not held:
        return []
    known, language = known_fields().by_id, get_language() or ""
    rows = FieldFile.objects.filter(pk__in=held, ticket=ticket).order_by("pk").values_list(
        "id", "filename", "content_type", "size", "field_id", "created_at"
    )  # fmt: skip
    return [InField(HeldFile(*row[:4]), known[row[4]].called(language), row[5]) for row in rows if row[4] in known]


def _author(user: str | None, contact: str | None) -> str:
    if user is None and contact is None:
        return "Balie"
    return called(contact) if user is None else user

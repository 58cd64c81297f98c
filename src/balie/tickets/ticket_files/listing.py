"""All files of a ticket, whichever message they came with."""

from datetime import datetime
from typing import NamedTuple

from balie.accounts.models import User
from balie.people.naming import called
from balie.tickets.bodies import address_of
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


def _author(user: str | None, contact: str | None) -> str:
    if user is None and contact is None:
        return "Balie"
    return called(contact) if user is None else user

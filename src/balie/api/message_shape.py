"""A message as the API shows it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from django.conf import settings
from ninja import Schema

from balie.accounts.models import User
from balie.people.naming import for_others
from balie.tickets.models import Attachment, MessageQuerySet

_COLUMNS = (
    "id", "visibility", "direction", "channel", "text", "html", "delivery", "created_at", "author_contact_id",
    "author_contact__name", "author_contact__user_id", "author_user_id", "author_user__name",
)  # fmt: skip


class AuthorOut(Schema):
    kind: Literal["contact", "user", "system"]
    id: int | None
    name: str


class AttachmentOut(Schema):
    """`url` is for people who are signed in, `download_url` for a token."""

    id: int
    filename: str
    content_type: str
    size: int
    inline: bool
    url: str
    download_url: str


class MessageOut(Schema):
    """`html` is sanitised, and empty when the message came as text only; `delivery`: how far its mail has got."""

    id: int
    visibility: Literal["public", "note"]
    direction: Literal["in", "out", "inside"]
    channel: str
    author: AuthorOut
    text: str
    html: str
    attachments: list[AttachmentOut]
    delivery: Literal["none", "queued", "sent", "failed", "uncertain", "bounced"]
    created_at: datetime


class MessagePage(Schema):
    items: list[MessageOut]
    next: str | None


def shown(messages: MessageQuerySet, viewer: User) -> list[MessageOut]:
    """Two queries, however many messages; the caller has made sure that the viewer may see them."""
    rows = list(messages.values(*_COLUMNS))
    files = _attachments(row["id"] for row in rows)
    return [_message(row, files[row["id"]], viewer) for row in rows]


def _message(row: dict[str, Any], files: list[AttachmentOut], viewer: User) -> MessageOut:
    return MessageOut.model_construct(
        id=row["id"], visibility=row["visibility"], direction=row["direction"], channel=row["channel"],
        author=_author(row, viewer), text=row["text"], html=row["html"], attachments=files, delivery=row["delivery"],
        created_at=row["created_at"],
    )  # fmt: skip


def _author(row: dict[str, Any], viewer: User) -> AuthorOut:
    if row["author_contact_id"] is not None:
        name = row["author_contact__name"]
        told = viewer.is_staff or viewer.pk == row["author_contact__user_id"]
        return AuthorOut(kind="contact", id=row["author_contact_id"], name=name if told else for_others(name))
    if row["author_user_id"] is not None:
        return AuthorOut(kind="user", id=row["author_user_id"], name=row["author_user__name"])
    return AuthorOut(kind="system", id=None, name="")


def _attachments(messages: Iterable[int]) -> dict[int, list[AttachmentOut]]:
    found: dict[int, list[AttachmentOut]] = defaultdict(list)
    for file in Attachment.objects.filter(message_id__in=list(messages)).order_by("pk"):
        url = f"{settings.BALIE_URL}/files/attachments/{file.pk}/{quote(file.filename, safe='')}"
        found[file.message_id].append(
            AttachmentOut(
                id=file.pk,
                filename=file.filename,
                content_type=file.content_type,
                size=file.size,
                inline=file.inline,
                url=url,
                download_url=f"{settings.BALIE_URL}/api/v1/attachments/{file.pk}",
            )
        )
    return found

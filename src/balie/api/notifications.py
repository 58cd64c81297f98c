"""`/notifications`: what whoever the token is of was told at the desk."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.idempotency import once
from balie.api.pages import Cursor, Limit, after_id, id_of, next_page
from balie.api.permissions import must_work_here, user_of
from balie.api.routing import GivenNumber, router
from balie.notifications.centre import count_unread, lines, note_seen
from balie.notifications.kinds import Kind


class FactOut(Schema):
    """What was done by whom, and how often."""

    kind: Kind
    actor_kind: str
    actor: int | None
    count: int


class NotificationOut(Schema):
    """All that was told of one ticket; once it was read, what came since the time before that."""

    ticket: int
    subject: str
    unread: bool
    at: datetime
    facts: list[FactOut]


class NotificationPage(Schema):
    unread: int = Field(description="Tickets with something unread; 100 is that many or more.")
    items: list[NotificationOut]
    next: str | None


class UnreadOut(Schema):
    unread: int


class SeenIn(Schema):
    model_config = ConfigDict(extra="forbid")

    ticket: GivenNumber | None = Field(default=None, description="Of this ticket only.")


@router.get(
    "/notifications", response=NotificationPage, summary="List notifications", operation_id="list_notifications",
    tags=["Notifications"],
)  # fmt: skip
def list_notifications(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, show: Literal["all", "unread"] = "all"
) -> HttpResponse:
    """One's own, one item for each ticket, the latest first. For those who work at the desk."""
    user = user_of(request)
    must_work_here(user)
    found = lines(user, before=id_of(cursor), unread=show == "unread", limit=limit)
    items = [
        NotificationOut.model_construct(
            ticket=line.ticket, subject=line.subject, unread=line.unread, at=line.at,
            facts=[
                FactOut.model_construct(kind=Kind(it.kind), actor_kind=it.actor_kind, actor=it.actor, count=it.count)
                for it in line.facts
            ],
        )
        for line in found[:limit]
    ]  # fmt: skip
    following = after_id(found[limit - 1].id) if len(found) > limit else None
    return answer(
        NotificationPage.model_construct(unread=count_unread(user), items=items, next=next_page(request, following))
    )


@router.post(
    "/notifications/seen", response=UnreadOut, summary="Mark notifications as read",
    operation_id="see_notifications", tags=["Notifications"],
)  # fmt: skip
@once
def see_notifications(request: HttpRequest, payload: SeenIn) -> HttpResponse:
    """All, or those of one ticket."""
    user = user_of(request)
    must_work_here(user)
    note_seen(user_id=user.pk, ticket_id=payload.ticket)
    return answer(UnreadOut.model_construct(unread=count_unread(user)))

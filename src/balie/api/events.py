"""`/tickets/{number}/events`: what happened."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from balie.api.answers import answer
from balie.api.pages import Cursor, Limit, after_id, id_of, next_page
from balie.api.permissions import must_see, must_work_here, user_of
from balie.api.routing import Number, router
from balie.events.models import Event
from balie.tickets.history import OF_TICKETS
from balie.tickets.telling import tickets_told


class ActorOut(Schema):
    kind: Literal["user", "contact", "rule", "system"]
    id: int | None


class EventOut(Schema):
    """`data` holds ids and kinds, as `before` and `after`; never anybody's words. The number of a ticket that the token
    may not see is null.
    """

    id: int
    kind: str
    at: datetime
    actor: ActorOut
    message: int | None
    data: dict[str, Any]


class EventPage(Schema):
    items: list[EventOut]
    next: str | None


@router.get(
    "/tickets/{int:number}/events",
    response=EventPage,
    summary="List events",
    operation_id="list_events",
    tags=["Events"],
)
def list_events(request: HttpRequest, number: Number, cursor: Cursor = "", limit: Limit = 50) -> HttpResponse:
    """Oldest first. For those who work at the desk."""
    user = user_of(request)
    must_see(user, number)
    must_work_here(user)
    events = list(Event.objects.filter(ticket_id=number, pk__gt=id_of(cursor)).order_by("pk")[: limit + 1])
    told = tickets_told(user, events)
    found = [_shown(event, told) for event in events]
    following = after_id(found[limit - 1].id) if len(found) > limit else None
    return answer(EventPage.model_construct(items=found[:limit], next=next_page(request, following)))


def _shown(event: Event, told: frozenset[int]) -> EventOut:
    hidden = event.kind in OF_TICKETS and event.data["ticket"] not in told
    data = {**event.data, "ticket": None} if hidden else event.data
    return EventOut.model_construct(
        id=event.pk, kind=event.kind, at=event.at, message=event.message_id, data=data,
        actor=ActorOut.model_construct(kind=event.actor_kind, id=event.actor_id),
    )  # fmt: skip

"""`/tickets/{number}/snooze`."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from balie.api.answers import answer
from balie.api.fields import Text
from balie.api.idempotency import once
from balie.api.permissions import must_answer, must_see, user_of
from balie.api.routing import Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.snooze_records import Sleep, Snooze
from balie.tickets.snoozing.sleeping import snooze, wake


class SnoozeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime | None = Field(None, description="Null: until the contact answers, whenever that is.")
    on_answer: bool = Field(default=True, description="Wakes it as well when the contact answers.")
    why: Annotated[Text, Field(max_length=300)] = ""


class SnoozeOut(Schema):
    """How the ticket stands: asleep, woken (nobody has done anything with it since), or neither."""

    ticket: int
    asleep: bool
    woken: bool
    until: datetime | None
    on_answer: bool
    why: str


@router.post(
    "/tickets/{int:number}/snooze", response=SnoozeOut, summary="Put a ticket aside", operation_id="snooze_ticket",
    tags=["Tickets"],
)  # fmt: skip
@joined
@once
def put_aside(request: HttpRequest, number: Number, payload: SnoozeIn) -> HttpResponse:
    """It leaves the lists and comes back on top; its status stays what it is."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    ticket = snooze(
        ticket_id=number, until=payload.until, on_answer=payload.on_answer, why=payload.why, actor=Actor.user(user.pk)
    )
    return _shown(number, ticket.snooze)


@router.delete(
    "/tickets/{int:number}/snooze", response=SnoozeOut, summary="Wake a ticket", operation_id="wake_ticket",
    tags=["Tickets"],
)  # fmt: skip
@joined
def wake_up(request: HttpRequest, number: Number) -> HttpResponse:
    """Also takes away the mark of one that was woken."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    return _shown(number, wake(ticket_id=number, actor=Actor.user(user.pk)).snooze)


def _shown(number: int, state: str) -> HttpResponse:
    found = Snooze.objects.filter(ticket=number).first() if state else None
    return answer(
        SnoozeOut.model_construct(
            ticket=number, asleep=state == Sleep.ASLEEP, woken=state == Sleep.WOKEN,
            until=found.until if found else None, on_answer=bool(found and found.on_answer),
            why=found.why if found else "",
        )
    )  # fmt: skip

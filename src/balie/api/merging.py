"""`/tickets/{number}/merge`."""

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict

from balie.api.answers import answer
from balie.api.idempotency import once
from balie.api.permissions import must_answer, must_see, user_of
from balie.api.routing import GivenNumber, Number, router
from balie.api.ticket_shape import TicketOut, shown
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.merging import merge
from balie.tickets.models import Ticket
from balie.tickets.unmerging import unmerge


class MergeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    into: GivenNumber


@router.post(
    "/tickets/{int:number}/merge",
    response=TicketOut,
    summary="Merge a ticket into another",
    operation_id="merge_ticket",
    tags=["Tickets"],
)
@once
@joined
def merge_one(request: HttpRequest, number: Number, payload: MergeIn) -> HttpResponse:
    """Answers the ticket that stays. The merged one is closed, and says `merged_into`."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    must_see(user, payload.into)
    merge(target_id=payload.into, source_ids=[number], actor=Actor.user(user.pk))
    return answer(*shown([payload.into], user))


@router.delete(
    "/tickets/{int:number}/merge",
    response=TicketOut,
    summary="Take a merged ticket apart again",
    operation_id="unmerge_ticket",
    tags=["Tickets"],
)
@joined
def unmerge_one(request: HttpRequest, number: Number) -> HttpResponse:
    """Answers the ticket that was merged, as it was before."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    target = Ticket.objects.values_list("merged_into_id", flat=True).get(pk=number)
    if target:
        must_see(user, target)
    unmerge(ticket_id=number, actor=Actor.user(user.pk))
    return answer(*shown([number], user))

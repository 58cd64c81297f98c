"""`/tickets/{number}/links` and `/messages/{message}/split`."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from balie.api.answers import address, answer
from balie.api.fields import Subject
from balie.api.idempotency import once
from balie.api.permissions import must_answer, must_see, must_work_here, user_of
from balie.api.routing import GivenNumber, Number, router
from balie.api.ticket_shape import TicketOut, shown
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.linking import link, links_of, unlink
from balie.tickets.models import Message, Ticket
from balie.tickets.splitting import split

WayName = Literal["parent", "child", "duplicate-of", "duplicate", "cause", "caused", "related"]


class LinkOut(Schema):
    """`way`: what the other ticket is to this one."""

    ticket: int
    way: WayName


class LinkList(Schema):
    items: list[LinkOut]


class LinkIn(Schema):
    model_config = ConfigDict(extra="forbid")

    ticket: GivenNumber
    way: WayName


class SplitIn(Schema):
    model_config = ConfigDict(extra="forbid")

    subject: Subject
    following: bool = Field(default=False, description="With what was said after it.")


@router.get(
    "/tickets/{int:number}/links", response=LinkList, summary="List links", operation_id="list_links",
    tags=["Links"],
)  # fmt: skip
def list_links(request: HttpRequest, number: Number) -> HttpResponse:
    """For those who work at the desk, to tickets that they may see."""
    user = user_of(request)
    must_see(user, number)
    must_work_here(user)
    return _links(request, number)


@router.post(
    "/tickets/{int:number}/links", response={200: LinkList}, summary="Link two tickets",
    operation_id="link_tickets", tags=["Links"],
)  # fmt: skip
@once
@joined
def link_two(request: HttpRequest, number: Number, payload: LinkIn) -> HttpResponse:
    """Answers all links of the ticket."""
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    must_see(user, payload.ticket)
    link(ticket_id=number, other_id=payload.ticket, way=payload.way, actor=Actor.user(user.pk))
    return _links(request, number)


@router.delete(
    "/tickets/{int:number}/links/{int:other}", response=LinkList, summary="Remove a link",
    operation_id="unlink_tickets", tags=["Links"],
)  # fmt: skip
@joined
def unlink_two(request: HttpRequest, number: Number, other: Number, way: WayName) -> HttpResponse:
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    unlink(ticket_id=number, other_id=other, way=way, actor=Actor.user(user.pk))
    return _links(request, number)


@router.post(
    "/messages/{int:message}/split", response={201: TicketOut}, summary="Make a ticket of a message",
    operation_id="split_message", tags=["Messages"],
)  # fmt: skip
@once
@joined
def split_one(
    request: HttpRequest, message: Annotated[int, Path(ge=1, le=2**63 - 1)], payload: SplitIn
) -> HttpResponse:
    """Answers the new ticket, which is linked with the one that the message was on."""
    user = user_of(request)
    found = Message.objects.visible_to(user).filter(pk=message).first()
    if found is None:
        raise Ticket.DoesNotExist
    must_answer(user)
    new = split(message_id=message, subject=payload.subject, following=payload.following, actor=Actor.user(user.pk))
    (made,) = shown([new.pk], user)
    return answer(made, status=201, location=address(request, f"/api/v1/tickets/{new.pk}"))


def _links(request: HttpRequest, number: int) -> HttpResponse:
    found = links_of(number, user_of(request))
    items = [LinkOut.model_construct(ticket=it.ticket.pk, way=it.way.value) for it in found]
    return answer(LinkList.model_construct(items=items))

"""`/tickets/{number}/messages`: what was said, and saying something."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict

from balie.accounts.models import User
from balie.api.answers import answer
from balie.api.fields import Said
from balie.api.idempotency import once
from balie.api.message_shape import MessageOut, MessagePage, shown
from balie.api.pages import Cursor, Limit, after_id, id_of, next_page
from balie.api.permissions import asking, must_answer, must_see, must_work_here, user_of
from balie.api.routing import Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.models import Channel, Message


@router.get(
    "/tickets/{int:number}/messages",
    response=MessagePage,
    summary="List messages",
    operation_id="list_messages",
    tags=["Messages"],
)
def list_messages(request: HttpRequest, number: Number, cursor: Cursor = "", limit: Limit = 50) -> HttpResponse:
    """Oldest first; notes only for those who work at the desk."""
    user = user_of(request)
    must_see(user, number)
    messages = Message.objects.visible_to(user).filter(ticket=number, pk__gt=id_of(cursor)).order_by("pk")
    found = shown(messages[: limit + 1], user)
    following = after_id(found[limit - 1].id) if len(found) > limit else None
    return answer(MessagePage.model_construct(items=found[:limit], next=next_page(request, following)))


class MessageIn(Schema):
    model_config = ConfigDict(extra="forbid")

    body: Said
    visibility: Literal["public", "note"] = "public"


@router.post(
    "/tickets/{int:number}/messages",
    response={201: MessageOut},
    summary="Say something",
    operation_id="add_message",
    tags=["Messages"],
)
@once
@joined
def add(request: HttpRequest, number: Number, payload: MessageIn) -> HttpResponse:
    """From the desk: a public reply, which is sent to the contact, or a note. From a customer: a word to the desk."""
    user = user_of(request)
    must_see(user, number)
    message = _say(user, number, payload)
    (said,) = shown(Message.objects.filter(pk=message.pk), user)
    return answer(said, status=201)


def _say(user: User, number: Number, payload: MessageIn) -> Message:
    content = Content(text=payload.body)
    if payload.visibility == "note":
        must_work_here(user)
        return add_note(ticket_id=number, content=content, actor=Actor.user(user.pk), channel=Channel.API)
    if user.is_staff:
        must_answer(user)
        return reply(ticket_id=number, content=content, actor=Actor.user(user.pk), channel=Channel.API)
    contact, actor = asking(user)
    return receive(ticket_id=number, content=content, author=contact, channel=Channel.API, actor=actor)

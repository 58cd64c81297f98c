"""`/messages/{message}/forwarding`."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.fields import Email, Text, left_out
from balie.api.idempotency import once
from balie.api.message_shape import MessageOut, shown
from balie.api.permissions import must_answer, user_of
from balie.api.problems import Problem
from balie.api.routing import GivenNumber, Number, router
from balie.core.transactions import joined
from balie.tickets.composing import MOST_COPIES, Written
from balie.tickets.forwarding.composing import Letter, below, forward_letter
from balie.tickets.models import Channel, Message, Ticket


class ForwardingIn(Schema):
    model_config = ConfigDict(extra="forbid")

    to: list[Email] = Field(min_length=1, max_length=MOST_COPIES)
    cc: list[Email] = Field(default=[], max_length=MOST_COPIES)
    subject: Annotated[Text, Field(max_length=500)] = Field(default="", description="Empty: that of the message.")
    body: Annotated[Text, Field(max_length=100_000)] = Field(default="", description="Stands above the message.")
    attachments: list[GivenNumber] = Field(
        default_factory=left_out, max_length=500, description="Those of the message that go along; left out: all."
    )


@router.post(
    "/messages/{int:message}/forwarding", response={201: MessageOut}, summary="Forward a message",
    operation_id="forward_message", tags=["Messages"],
)  # fmt: skip
@once
@joined
def forward_one(request: HttpRequest, message: Number, payload: ForwardingIn) -> HttpResponse:
    """To somebody who takes no part. It stands among the notes, and so does what is answered to it."""
    user = user_of(request)
    there = Message.objects.visible_to(user).select_related("ticket", "author_contact", "author_user")
    found = there.filter(pk=message).first()
    if found is None:
        raise Ticket.DoesNotExist
    must_answer(user)
    body = below(payload.body, found)
    files = payload.attachments
    letter = Letter(
        Written(body.body, body.html, cc=", ".join(payload.cc)), to=", ".join(payload.to), subject=payload.subject,
        files=set(found.attachments.values_list("pk", flat=True)) if files is None else files,
    )  # fmt: skip
    try:
        said = forward_letter(message=found, letter=letter, user=user, channel=Channel.API)
    except ValidationError as refusal:
        raise Problem(422, " ".join(refusal.messages), field=refusal.code or "body") from refusal
    return answer(*shown(Message.objects.filter(pk=said.pk), user), status=201)

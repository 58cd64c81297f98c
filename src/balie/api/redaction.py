"""`/messages/{message}/redaction`."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.fields import Text
from balie.api.idempotency import once
from balie.api.message_shape import MessageOut, shown
from balie.api.permissions import must_answer, user_of
from balie.api.problems import Problem
from balie.api.routing import GivenNumber, Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.models import Message, Ticket
from balie.tickets.redacting.blacking import LONGEST_PHRASE, MOST_PHRASES
from balie.tickets.redacting.redacting import Redaction, redact


class RedactionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    words: list[Annotated[Text, Field(min_length=2, max_length=LONGEST_PHRASE)]] = Field(
        default=[], max_length=MOST_PHRASES, description="Blacked out, in any case."
    )
    elsewhere: bool = Field(default=True, description="Also in other messages of the ticket.")
    content: bool = Field(default=False, description="All that the message says goes.")
    attachments: list[GivenNumber] = Field(default=[], max_length=500, description="Of this message; they go.")


@router.post(
    "/messages/{int:message}/redaction", response=MessageOut, summary="Black out or remove what a message says",
    operation_id="redact_message", tags=["Messages"],
)  # fmt: skip
@once
@joined
def redact_one(request: HttpRequest, message: Number, payload: RedactionIn) -> HttpResponse:
    """For good, also in the mail as it came and in what was sent or waits. By supervisors and administrators."""
    user = user_of(request)
    if not Message.objects.visible_to(user).filter(pk=message).exists():
        raise Ticket.DoesNotExist
    must_answer(user)
    if not user.may_redact:
        raise Problem(403, "Only supervisors and administrators may do that.")
    redaction = Redaction(
        words=tuple(payload.words), elsewhere=payload.elsewhere, content=payload.content,
        files=frozenset(payload.attachments),
    )  # fmt: skip
    redact(message_id=message, redaction=redaction, actor=Actor.user(user.pk))
    return answer(*shown(Message.objects.filter(pk=message), user))

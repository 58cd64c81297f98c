"""`POST /tickets`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import (
    PRIORITIES,
    Email,
    KindName,
    PersonName,
    PriorityName,
    Said,
    Subject,
    TagName,
    Text,
    left_out,
)
from balie.api.idempotency import once
from balie.api.naming import team_named
from balie.api.own_fields import ABOUT, Given, opened_with
from balie.api.permissions import asking, must_answer, user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.api.ticket_shape import TicketOut, shown
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.people.identities import contact_for, emails_of, normalised
from balie.people.models import Contact
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket
from balie.tickets.models import Channel


class RequesterIn(Schema):
    model_config = ConfigDict(extra="forbid")

    email: Email
    name: PersonName = ""


class TicketIn(Schema):
    model_config = ConfigDict(extra="forbid")

    subject: Subject
    body: Said
    requester: RequesterIn | None = Field(None, description="Needed from those who work at the desk.")
    priority: PriorityName = "normal"
    kind: KindName = "question"
    team: Text | None = Field(None, description="Slug or name.")
    tags: list[TagName] = Field(default_factory=left_out, max_length=50)
    fields: Given = Field(default_factory=dict, max_length=200, description=ABOUT)


@router.post(
    "/tickets", response={201: TicketOut}, summary="Open a ticket", operation_id="open_ticket", tags=["Tickets"]
)
@once
@joined
def open_one(request: HttpRequest, payload: TicketIn) -> HttpResponse:
    user = user_of(request)
    requester, actor = _asker(user, payload.requester)
    triage = _triage(user, payload)
    ticket, _message = open_ticket(
        subject=payload.subject,
        content=Content(text=payload.body),
        requester=requester,
        channel=Channel.API,
        actor=actor,
        kind=payload.kind,
        tags=payload.tags or (),
        fields=opened_with(payload.fields, kind=payload.kind, team=triage.get("team_id"), user=user),
        **triage,
    )
    (made,) = shown([ticket.pk], user)
    return answer(made, status=201, location=address(request, f"/api/v1/tickets/{ticket.pk}"))


def _triage(user: User, payload: TicketIn) -> dict[str, Any]:
    """What the desk decides: a customer's wishes for priority are not among it."""
    if not user.is_staff:
        return {}
    team = team_named(payload.team) if payload.team is not None else None
    return {"priority": PRIORITIES[payload.priority], "team_id": team}


def _asker(user: User, named: RequesterIn | None) -> tuple[Contact, Actor]:
    if user.is_staff:
        must_answer(user)
        if named is None:
            raise Problem(422, "Say who asks.", field="requester")
        return contact_for(email=named.email, name=named.name), Actor.user(user.pk)
    contact, actor = asking(user)
    if named is not None and normalised(named.email) not in emails_of(contact.pk):
        raise Problem(403, "This token opens tickets for its own holder only.")
    return contact, actor

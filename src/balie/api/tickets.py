"""`/tickets`: listing, reading and changing."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.asking import found_by
from balie.api.fields import PRIORITIES, KindName, PriorityName, StatusName, Subject, TagName, Text, left_out
from balie.api.filters import Filters
from balie.api.naming import team_named, user_named
from balie.api.own_fields import ABOUT, Given, by_id
from balie.api.pages import Cursor, Limit, after, next_page, place_of
from balie.api.permissions import must_answer, must_see, user_of
from balie.api.routing import GivenNumber, Number, router
from balie.api.ticket_shape import TicketOut, TicketPage, shown
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.lifecycle import change_status, lock_family
from balie.tickets.own_statuses.choosing import Own, status_for
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_kind, change_priority, change_subject


@router.get("/tickets", response=TicketPage, summary="List tickets", operation_id="list_tickets", tags=["Tickets"])
def list_tickets(
    request: HttpRequest, filters: Annotated[Filters, Query()], cursor: Cursor = "", limit: Limit = 50
) -> HttpResponse:
    """Those the token may see, latest change first."""
    user = user_of(request)
    numbers, following = found_by(user, filters, place_of(cursor), limit)
    return answer(
        TicketPage.model_construct(
            items=shown(numbers, user), next=next_page(request, after(following) if following else None)
        )
    )


@router.get(
    "/tickets/{int:number}", response=TicketOut, summary="Read a ticket", operation_id="read_ticket", tags=["Tickets"]
)
def read(request: HttpRequest, number: Number) -> HttpResponse:
    user = user_of(request)
    must_see(user, number)
    return answer(*shown([number], user))


class TicketChange(Schema):
    """Only what is sent is changed; all of it, or nothing."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject = Field(default_factory=left_out)
    status: StatusName = Field(default_factory=left_out, description="Left as it is, the own status in it stays.")
    own_status: GivenNumber | None = Field(
        None, description="Id of an own status: the ticket gets the status that it is in. null: that status alone."
    )
    priority: PriorityName = Field(default_factory=left_out)
    kind: KindName = Field(default_factory=left_out)
    team: Text | None = Field(None, description="Slug or name; null: none.")
    assignee: Text | None = Field(None, description="Address; null: nobody.")
    tags: list[TagName] = Field(default_factory=left_out, max_length=50, description="All it is to have.")
    fields: Given = Field(default_factory=left_out, max_length=200, description=ABOUT + " Those left out stay.")
    children: Literal["leave", "along", "visible"] = Field(
        default_factory=left_out,
        description="What becomes of open children and tasks when it is resolved or closed. visible: along, but only "
        "those that the token may see; the others are left.",
    )


@router.patch(
    "/tickets/{int:number}",
    response=TicketOut,
    summary="Change a ticket",
    operation_id="change_ticket",
    tags=["Tickets"],
)
@joined
def change(request: HttpRequest, number: Number, payload: TicketChange) -> HttpResponse:
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    sent, actor = payload.model_fields_set, Actor.user(user.pk)
    if payload.children and sent & {"status", "own_status"}:
        lock_family(number)
    for field, verb in _CHANGES.items():
        if field in sent:
            value = getattr(payload, field)
            verb(by_id(value, user) if field == "fields" else value, ticket_id=number, actor=actor)
    # Last: assigning opens a new ticket, and what was asked for counts.
    if sent & {"status", "own_status"}:
        own: Own = payload.own_status if "own_status" in sent else "kept"
        status = payload.status if "status" in sent else status_for(number, own)
        children = payload.children if "children" in sent else "ask"
        change_status(ticket_id=number, status=status, own=own, children=children, actor=actor)
    return answer(*shown([number], user))


def _move(team: str | None, **ticket: Any) -> None:
    move_to_team(team_id=None if team is None else team_named(team), **ticket)


def _assign(email: str | None, **ticket: Any) -> None:
    assign(assignee_id=None if email is None else user_named(email), **ticket)


_CHANGES: dict[str, Callable[..., object]] = {
    "subject": lambda value, **ticket: change_subject(subject=value, **ticket),
    "kind": lambda value, **ticket: change_kind(kind=value, **ticket),
    "priority": lambda value, **ticket: change_priority(priority=PRIORITIES[value], **ticket),
    "tags": lambda value, **ticket: set_tags(names=value, **ticket),
    "team": _move,
    "assignee": _assign,
    "fields": lambda value, **ticket: change_fields(given=value, **ticket),
}

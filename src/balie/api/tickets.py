"""`/tickets`: listing, reading and changing."""

from collections.abc import Callable
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from balie.api.answers import answer
from balie.api.fields import PRIORITIES, KindName, PriorityName, StatusName, Subject, TagName, Text, left_out
from balie.api.naming import team_named, user_named
from balie.api.pages import Cursor, Limit, Place, after, next_page, place_of
from balie.api.permissions import must_answer, must_see, user_of
from balie.api.routing import Number, router
from balie.api.ticket_shape import TicketOut, TicketPage, shown
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.people.identities import normalised
from balie.people.models import IdentityKind
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from balie.tickets.querysets import TicketQuerySet
from balie.tickets.tagging import normalised as tag_name
from balie.tickets.tagging import set_tags
from balie.tickets.triage import change_kind, change_priority, change_subject


class Filters(Schema):
    status: list[StatusName] = Field([], description="May be given several times.")
    team: Text = Field("", description="Slug or name; `none`: of no team.")
    assignee: Text = Field("", description="Address; `me`; `none`: of nobody.")
    requester: Text = Field("", description="Address of a contact.")
    tag: list[Text] = Field([], description="Has all of these.")
    updated_since: AwareDatetime | None = Field(None, description="RFC 3339, with offset.")


@router.get("/tickets", response=TicketPage, summary="List tickets", operation_id="list_tickets", tags=["Tickets"])
def list_tickets(
    request: HttpRequest, filters: Annotated[Filters, Query()], cursor: Cursor = "", limit: Limit = 50
) -> HttpResponse:
    """Those the token may see, latest change first."""
    user = user_of(request)
    tickets = _filtered(Ticket.objects.visible_to(user), filters, me=user.pk)
    if place := place_of(cursor):
        tickets = tickets.filter(Q(updated_at__lt=place.at) | Q(updated_at=place.at, pk__lt=place.id))
    newest = tickets.order_by("-updated_at", "-pk").values_list("pk", flat=True)[: limit + 1]
    found = shown(list(newest), user)
    last = found[limit - 1] if len(found) > limit else None
    following = after(Place(last.updated_at, last.number)) if last else None
    return answer(TicketPage.model_construct(items=found[:limit], next=next_page(request, following)))


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
    status: StatusName = Field(default_factory=left_out)
    priority: PriorityName = Field(default_factory=left_out)
    kind: KindName = Field(default_factory=left_out)
    team: Text | None = Field(None, description="Slug or name; null: none.")
    assignee: Text | None = Field(None, description="Address; null: nobody.")
    tags: list[TagName] = Field(default_factory=left_out, max_length=50, description="All it is to have.")


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
    for field, verb in _CHANGES.items():
        if field in payload.model_fields_set:
            verb(getattr(payload, field), ticket_id=number, actor=Actor.user(user.pk))
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
    # Last: assigning opens a new ticket, and what was asked for counts.
    "status": lambda value, **ticket: change_status(status=value, **ticket),
}


def _filtered(tickets: TicketQuerySet, filters: Filters, *, me: int) -> TicketQuerySet:
    if filters.status:
        tickets = tickets.filter(status__in=filters.status)
    if filters.team:
        tickets = tickets.filter(team=None if filters.team == "none" else team_named(filters.team))
    if filters.assignee:
        tickets = tickets.filter(assignee=_assignee(filters.assignee, me))
    if filters.requester:
        tickets = tickets.filter(
            requester__identities__kind=IdentityKind.EMAIL, requester__identities__value=normalised(filters.requester)
        )
    for tag in filters.tag:
        tickets = tickets.filter(tags__name=tag_name(tag))
    if filters.updated_since:
        tickets = tickets.filter(updated_at__gte=filters.updated_since)
    return tickets


def _assignee(asked: str, me: int) -> int | None:
    return {"me": me, "none": None}[asked] if asked in {"me", "none"} else user_named(asked)

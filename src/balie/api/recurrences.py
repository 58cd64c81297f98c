"""`/recurrences`: tickets that come back; `/ticket-templates`: what they are opened with."""

import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema
from pydantic import AfterValidator, ConfigDict, Field

from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import Email, Text, left_out
from balie.api.idempotency import once
from balie.api.permissions import must_answer, user_of
from balie.api.problems import not_found
from balie.api.routing import GivenNumber, router
from balie.api.ticket_shape import TicketOut, shown
from balie.core.transactions import joined
from balie.core.zones import is_zone
from balie.events.actor import Actor
from balie.tickets.models import Ticket
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.recurring.keeping import (
    MOST_CLOSED,
    Shape,
    add_recurrence,
    change_recurrence,
    pause,
    remove_recurrence,
    resume,
)
from balie.tickets.recurring.making import open_now
from balie.tickets.recurring.schedule import MOST_EVERY
from balie.tickets.template_records import TicketTemplate

RecurrenceId = Annotated[int, Path(ge=1, le=2**63 - 1)]
WeekDays = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]
Day = Annotated[datetime.date, Field(ge=datetime.date(1970, 1, 1), le=datetime.date(2200, 1, 1))]


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("must be the name of a time zone, such as Europe/Amsterdam")
    return name


Zone = Annotated[Text, Field(max_length=40, examples=["Europe/Amsterdam"]), AfterValidator(_known_zone)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
Closed = Literal["anyway", "skip", "later"]
ClosedDays = Annotated[list[Annotated[Text, Field(max_length=10)]], Field(max_length=MOST_CLOSED)]
DAYS = "0 is Monday."
CLOSED_ON = "Days such as 2027-04-26, or 12-25 for every year."


class TicketTemplateOut(Schema):
    id: int
    name: str


class TicketTemplateList(Schema):
    items: list[TicketTemplateOut]


class RecurrenceOut(Schema):
    id: int
    template: int
    requester: str
    unit: Literal["day", "week", "month"]
    every: int
    days: list[int] = Field(description="Of weeks. " + DAYS)
    month_day: int = Field(description="Of months; where one is shorter, its last.")
    at: str
    zone: str
    since: datetime.date
    until: datetime.date | None
    on_closed: Closed = Field(description="On a closed day: all the same, not at all, or on the next that is open.")
    open_days: list[int]
    closed_on: list[str]
    paused: bool
    next_at: datetime.datetime | None = Field(description="null: never again.")
    problem: str = Field(description="Why nothing could be opened the last time.")


class RecurrenceList(Schema):
    items: list[RecurrenceOut]


class RecurrenceIn(Schema):
    model_config = ConfigDict(extra="forbid")

    template: GivenNumber
    requester: Email = Field(description="Who asks.")
    unit: Literal["day", "week", "month"] = "week"
    every: int = Field(default=1, ge=1, le=MOST_EVERY)
    days: WeekDays = Field(default=[], description="Of weeks. " + DAYS)
    month_day: int = Field(default=1, ge=1, le=31)
    at: Clock
    zone: Zone = Field(default_factory=left_out, description="Left out: that of whoever the token is of.")
    since: Day
    until: Day | None = None
    on_closed: Closed = "anyway"
    open_days: WeekDays = [0, 1, 2, 3, 4]
    closed_on: ClosedDays = Field(default=[], description=CLOSED_ON)


class RecurrenceChange(Schema):
    """Only what is sent is changed."""

    model_config = ConfigDict(extra="forbid")

    template: GivenNumber = Field(default_factory=left_out)
    requester: Email = Field(default_factory=left_out)
    unit: Literal["day", "week", "month"] = Field(default_factory=left_out)
    every: int = Field(default_factory=left_out, ge=1, le=MOST_EVERY)
    days: WeekDays = Field(default_factory=left_out)
    month_day: int = Field(default_factory=left_out, ge=1, le=31)
    at: Clock = Field(default_factory=left_out)
    zone: Zone = Field(default_factory=left_out)
    since: Day = Field(default_factory=left_out)
    until: Day | None = None
    on_closed: Closed = Field(default_factory=left_out)
    open_days: WeekDays = Field(default_factory=left_out)
    closed_on: ClosedDays = Field(default_factory=left_out)
    paused: bool = Field(default_factory=left_out, description="What is due meanwhile is passed over.")


@router.get("/ticket-templates", response=TicketTemplateList, summary="List ticket templates",
            operation_id="list_ticket_templates", tags=["Tickets"])  # fmt: skip
def list_templates(request: HttpRequest) -> HttpResponse:
    """Those that whoever the token is of may use."""
    user = user_of(request)
    must_answer(user)
    found = TicketTemplate.objects.visible_to(user).values_list("pk", "name")
    items = [TicketTemplateOut.model_construct(id=pk, name=name) for pk, name in found]
    return answer(TicketTemplateList.model_construct(items=items))


@router.get("/recurrences", response=RecurrenceList, summary="List recurring tickets",
            operation_id="list_recurrences", tags=["Tickets"])  # fmt: skip
def list_recurrences(request: HttpRequest) -> HttpResponse:
    """Those whose template one may use."""
    user = user_of(request)
    must_answer(user)
    return _list(user)


@router.post("/recurrences", response={201: RecurrenceOut}, summary="Add a recurring ticket",
             operation_id="add_recurrence", tags=["Tickets"])  # fmt: skip
@once
@joined
def add_one(request: HttpRequest, payload: RecurrenceIn) -> HttpResponse:
    user = user_of(request)
    must_answer(user)
    given = payload.model_dump()
    made = add_recurrence(shape=_shape(given | {"zone": given["zone"] or user.time_zone}), user=user)
    return answer(_shown(made), status=201, location=address(request, f"/api/v1/recurrences/{made.pk}"))


@router.get("/recurrences/{int:recurrence}", response=RecurrenceOut, summary="Read a recurring ticket",
            operation_id="read_recurrence", tags=["Tickets"])  # fmt: skip
def read_one(request: HttpRequest, recurrence: RecurrenceId) -> HttpResponse:
    user = user_of(request)
    must_answer(user)
    it = Recurrence.objects.visible_to(user).filter(pk=recurrence).first()
    return answer(_shown(it)) if it else not_found()


@router.patch("/recurrences/{int:recurrence}", response=RecurrenceOut, summary="Change a recurring ticket",
              operation_id="change_recurrence", tags=["Tickets"])  # fmt: skip
@joined
def change_one(request: HttpRequest, recurrence: RecurrenceId, payload: RecurrenceChange) -> HttpResponse:
    """By whoever made it, and supervisors."""
    user, sent = user_of(request), payload.model_dump(exclude_unset=True)
    it = _changeable(user, recurrence)
    paused = sent.pop("paused", None)
    if sent:
        before = _shown(it).__dict__
        change_recurrence(pk=it.pk, shape=_shape({name: before[name] for name in _NAMES} | sent), user=user)
    if paused is not None:
        (pause if paused else resume)(pk=it.pk, user=user)
    return answer(_shown(_changeable(user, recurrence)))


@router.delete("/recurrences/{int:recurrence}", response=RecurrenceList, summary="Remove a recurring ticket",
               operation_id="remove_recurrence", tags=["Tickets"])  # fmt: skip
@joined
def remove_one(request: HttpRequest, recurrence: RecurrenceId) -> HttpResponse:
    """What it opened stays. Answers those that are left."""
    user = user_of(request)
    remove_recurrence(pk=_changeable(user, recurrence).pk, user=user)
    return _list(user)


@router.post("/recurrences/{int:recurrence}/opening", response={201: TicketOut}, summary="Open its ticket now",
             operation_id="open_recurrence", tags=["Tickets"])  # fmt: skip
@once
@joined
def open_one(request: HttpRequest, recurrence: RecurrenceId) -> HttpResponse:
    """Beside its dates, which stay as they are."""
    user = user_of(request)
    ticket = open_now(pk=_changeable(user, recurrence).pk, actor=Actor.user(user.pk))
    (made,) = shown([ticket.pk], user)
    return answer(made, status=201, location=address(request, f"/api/v1/tickets/{ticket.pk}"))


_NAMES = (
    "template", "requester", "unit", "every", "days", "month_day", "at", "zone", "since", "until", "on_closed",
    "open_days", "closed_on",
)  # fmt: skip


def _list(user: User) -> HttpResponse:
    return answer(RecurrenceList.model_construct(items=[_shown(it) for it in Recurrence.objects.visible_to(user)]))


def _changeable(user: User, pk: int) -> Recurrence:
    """Raises Ticket.DoesNotExist, the same for what is not there and what is not theirs."""
    must_answer(user)
    it = Recurrence.objects.changeable_by(user).filter(pk=pk).first()
    if it is None:
        raise Ticket.DoesNotExist
    return it


def _shape(given: dict[str, Any]) -> Shape:
    same = {name: given[name] for name in _NAMES if name not in {"template", "requester", "at"}}
    at = datetime.time.fromisoformat(given["at"])
    return Shape(template_id=given["template"], email=given["requester"], at=at, **same)


def _shown(it: Recurrence) -> RecurrenceOut:
    return RecurrenceOut.model_construct(
        id=it.pk, template=it.template_id, requester=it.email, unit=it.unit, every=it.every, days=it.days,
        month_day=it.month_day, at=it.at.strftime("%H:%M"), zone=it.zone, since=it.since, until=it.until,
        on_closed=it.on_closed, open_days=it.open_days, closed_on=it.closed_on, paused=it.paused_at is not None,
        next_at=it.next_at, problem=it.problem,
    )  # fmt: skip

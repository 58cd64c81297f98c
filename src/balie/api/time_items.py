"""`/tickets/{number}/time`, `/time` and the timer."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import Text, left_out
from balie.api.idempotency import once
from balie.api.pages import Cursor, Limit, after_id, id_of, next_page
from balie.api.permissions import must_answer, must_see, must_work_here, user_of
from balie.api.routing import Number, router
from balie.core.transactions import joined
from balie.tickets.models import Ticket
from balie.tickets.time_records import TimeEntry
from balie.tickets.work.time_spent import Spent, correct_time, remove_time, spend_time, time_for
from balie.tickets.work.timers import (
    discard_timer,
    own_timer,
    passed,
    pause_timer,
    running_timer,
    start_timer,
    stop_timer,
)

Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Words = Annotated[Text, Field(max_length=300)]


class TimeOut(Schema):
    id: int
    ticket: int
    user: str | None
    day: date
    minutes: int
    billable: bool
    words: str
    created_at: datetime


class TimeList(Schema):
    items: list[TimeOut]


class TimePage(TimeList):
    next: str | None


class TimeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    minutes: Minutes
    words: Words = Field(default="", description="For what.")
    billable: bool = True
    day: date | None = Field(None, description="Today, where you live, when it is not said.")


class TimeChange(Schema):
    """Only what is sent is changed."""

    model_config = ConfigDict(extra="forbid")

    minutes: Minutes = Field(default_factory=left_out)
    words: Words = Field(default_factory=left_out)
    billable: bool = Field(default_factory=left_out)
    day: date = Field(default_factory=left_out)


class TimerStep(Schema):
    model_config = ConfigDict(extra="forbid")

    step: Literal["start", "pause", "stop", "discard"]
    spent: TimeIn | None = Field(None, description="What stopping writes down; else what was measured.")


class TimerOut(Schema):
    """What runs; `ticket` is null when nothing does."""

    ticket: int | None
    seconds: int
    running_since: datetime | None


@router.get(
    "/tickets/{int:number}/time", response=TimeList, summary="List time spent", operation_id="list_time", tags=["Time"]
)
def list_time(request: HttpRequest, number: Number) -> HttpResponse:
    """For those who work at the desk, the latest day first; the latest thousand."""
    user = user_of(request)
    must_see(user, number)
    must_work_here(user)
    return answer(TimeList.model_construct(items=_shown(list(TimeEntry.objects.filter(ticket=number)[:1000]))))


@router.post(
    "/tickets/{int:number}/time", response={201: TimeOut}, summary="Write down time", operation_id="add_time",
    tags=["Time"],
)  # fmt: skip
@once
@joined
def add_one(request: HttpRequest, number: Number, payload: TimeIn) -> HttpResponse:
    user = user_of(request)
    must_see(user, number)
    must_answer(user)
    entry = spend_time(ticket_id=number, user=user, spent=_spent(payload))
    return answer(*_shown([entry]), status=201, location=address(request, f"/api/v1/tickets/{number}/time"))


@router.get("/time", response=TimePage, summary="List time of a period", operation_id="list_all_time", tags=["Time"])
def list_all(
    request: HttpRequest,
    since: Annotated[date, Query(description="The first day.")] = date.min,
    until: Annotated[date, Query(description="The last day.")] = date.max,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Of tickets that the token may see, in the order in which it was written down."""
    user = user_of(request)
    must_work_here(user)
    entries = time_for(user).filter(day__gte=since, day__lte=until, pk__gt=id_of(cursor)).order_by("pk")
    found = list(entries[: limit + 1])
    following = after_id(found[limit - 1].pk) if len(found) > limit else None
    return answer(TimePage.model_construct(items=_shown(found[:limit]), next=next_page(request, following)))


@router.patch(
    "/time/{int:entry}", response=TimeOut, summary="Correct time spent", operation_id="change_time", tags=["Time"]
)
@joined
def change_one(request: HttpRequest, entry: Number, payload: TimeChange) -> HttpResponse:
    """One's own; supervisors, everybody's."""
    user = user_of(request)
    it = _visible(user, entry)
    must_answer(user)
    spent = replace(Spent(it.minutes, it.words, it.billable, it.day), **payload.model_dump(exclude_unset=True))
    return answer(*_shown([correct_time(entry_id=it.pk, user=user, spent=spent)]))


@router.delete(
    "/time/{int:entry}", response=TimeList, summary="Remove time spent", operation_id="remove_time", tags=["Time"]
)
@joined
def remove_one(request: HttpRequest, entry: Number) -> HttpResponse:
    """Answers the time that is left on its ticket."""
    user = user_of(request)
    it = _visible(user, entry)
    must_answer(user)
    remove_time(entry_id=it.pk, user=user)
    return answer(TimeList.model_construct(items=_shown(list(TimeEntry.objects.filter(ticket=it.ticket_id)[:1000]))))


@router.get("/timer", response=TimerOut, summary="Read one's timer", operation_id="read_timer", tags=["Time"])
def read_timer(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    must_work_here(user)
    return answer(_timer(user))


@router.post(
    "/tickets/{int:number}/timer", response=TimerOut, summary="Start, pause or stop one's timer",
    operation_id="step_timer", tags=["Time"],
)  # fmt: skip
@once
@joined
def step_timer(request: HttpRequest, number: Number, payload: TimerStep) -> HttpResponse:
    """Starting it pauses the one that runs elsewhere; stopping it writes down its time."""
    user = user_of(request)
    if payload.step == "start" or own_timer(user, number) is None:
        must_see(user, number)
    must_answer(user)
    if payload.step == "stop":
        stop_timer(ticket_id=number, user=user, spent=_spent(payload.spent) if payload.spent else None)
    else:
        {"start": start_timer, "pause": pause_timer, "discard": discard_timer}[payload.step](
            ticket_id=number, user=user
        )
    return answer(_timer(user))


def _visible(user: User, pk: int) -> TimeEntry:
    """Raises Ticket.DoesNotExist, the same for what is not there and what is not theirs."""
    found = time_for(user).filter(pk=pk).first() if user.is_staff else None
    if found is None:
        raise Ticket.DoesNotExist
    return found


def _spent(payload: TimeIn) -> Spent:
    return Spent(payload.minutes, payload.words, payload.billable, payload.day)


def _timer(user: User) -> TimerOut:
    found = running_timer(user)
    spent = passed(found) if found else timedelta()
    return TimerOut.model_construct(
        ticket=found.ticket_id if found else None,
        seconds=int(spent.total_seconds()),
        running_since=found.running_since if found else None,
    )


def _shown(entries: list[TimeEntry]) -> list[TimeOut]:
    addresses = {pk: email for email, pk in directory().addresses.items()}
    return [
        TimeOut.model_construct(
            id=it.pk, ticket=it.ticket_id, user=addresses.get(it.user_id), day=it.day, minutes=it.minutes,
            billable=it.billable, words=it.words, created_at=it.created_at,
        )
        for it in entries
    ]  # fmt: skip

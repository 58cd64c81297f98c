"""`/tickets/bulk`: the same change of many tickets."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.asking import understood
from balie.api.fields import PRIORITIES, PriorityName, StatusName, TagName, Text, left_out
from balie.api.idempotency import once
from balie.api.naming import team_named, user_named
from balie.api.permissions import must_answer, must_see, user_of
from balie.api.problems import Problem
from balie.api.routing import GivenNumber, router
from balie.tickets.bulk.asking import MOST, change_many, undo
from balie.tickets.bulk.changes import Change
from balie.tickets.bulk.telling import Refused, report_of
from balie.tickets.bulk_records import BulkChange
from balie.tickets.matching import matching
from balie.tickets.models import Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.own_statuses.known import known_statuses

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class BulkFields(Schema):
    """Only what is sent is changed; of each ticket all of it, or nothing."""

    model_config = ConfigDict(extra="forbid")

    status: StatusName = Field(default_factory=left_out)
    own_status: GivenNumber | None = Field(None, description="As for one ticket; null needs a `status` beside it.")
    children: Literal["leave", "along", "visible"] = Field(default_factory=left_out)
    priority: PriorityName = Field(default_factory=left_out)
    team: Text | None = Field(None, description="Slug or name; null: none.")
    assignee: Text | None = Field(None, description="Address; null: nobody.")
    add_tags: list[TagName] = Field(default_factory=left_out, max_length=50)
    remove_tags: list[TagName] = Field(default_factory=left_out, max_length=50)
    merge_into: GivenNumber = Field(default_factory=left_out)


class BulkIn(Schema):
    model_config = ConfigDict(extra="forbid")

    tickets: list[GivenNumber] = Field(default_factory=left_out, max_length=MOST, description="Or `q`.")
    q: str = Field("", max_length=1_000, description=f"Conditions, as in lists; at most the latest {MOST} tickets.")
    change: BulkFields


class RefusedOut(Schema):
    reason: str
    tickets: list[int]


class BulkOut(Schema):
    """`waiting`: not done yet; `same`: were as asked for already; `partly`: put back but for what others changed."""

    id: int
    total: int
    waiting: int
    done: int
    same: int
    refused: list[RefusedOut]
    partly: list[RefusedOut]


@router.post(
    "/tickets/bulk",
    response={200: BulkOut, 202: BulkOut},
    summary="Change many tickets",
    operation_id="change_tickets",
    tags=["Tickets"],
)
@once
def change_tickets(request: HttpRequest, payload: BulkIn) -> HttpResponse:
    """Up to 50 are changed at once; more after the answer, 202, at whose `Location` one can see how far it is."""
    user = user_of(request)
    must_answer(user)
    made = change_many(user=user, ticket_ids=_tickets(user, payload), change=_change(user, payload.change))
    return _told(request, user, made.pk)


@router.get("/bulk/{int:bulk}", response=BulkOut, summary="Read a change of many tickets", operation_id="read_bulk",
            tags=["Tickets"])  # fmt: skip
def read_bulk(request: HttpRequest, bulk: Id) -> HttpResponse:
    """One's own."""
    user = user_of(request)
    must_answer(user)
    return _told(request, user, bulk, done=True)


@router.post("/bulk/{int:bulk}/undo", response={200: BulkOut, 202: BulkOut}, summary="Put many tickets back",
             operation_id="undo_bulk", tags=["Tickets"])  # fmt: skip
@once
def undo_bulk(request: HttpRequest, bulk: Id) -> HttpResponse:
    """What others have changed since then is left as it is, and told. Asked for twice, it is done once."""
    user = user_of(request)
    must_answer(user)
    try:
        made = undo(user=user, bulk_id=bulk)
    except BulkChange.DoesNotExist as gone:
        raise Ticket.DoesNotExist from gone
    return _told(request, user, made.pk)


def _tickets(user: User, payload: BulkIn) -> list[int]:
    if "tickets" in payload.model_fields_set:
        return payload.tickets
    if not payload.q:
        raise Problem(422, "Say which tickets: `tickets` or `q`.", field="tickets")
    return matching(user, wanted_for(understood(payload.q), user), MOST).tickets


def _change(user: User, asked: BulkFields) -> Change:
    sent, change = asked.model_fields_set, Change()
    if "status" in sent:
        change["status"] = asked.status
    if "own_status" in sent:
        change |= _own_status(asked)
    if "children" in sent:
        change["children"] = asked.children
    if "priority" in sent:
        change["priority"] = PRIORITIES[asked.priority].value
    if "team" in sent:
        change["team"] = None if asked.team is None else team_named(asked.team)
    if "assignee" in sent:
        change["assignee"] = None if asked.assignee is None else user_named(asked.assignee)
    if "add_tags" in sent:
        change["add_tags"] = asked.add_tags
    if "remove_tags" in sent:
        change["remove_tags"] = asked.remove_tags
    if "merge_into" in sent:
        must_see(user, asked.merge_into)
        change["merge_into"] = asked.merge_into
    return change


def _own_status(asked: BulkFields) -> Change:
    own, status = asked.own_status, asked.status
    found = known_statuses().by_id.get(own) if own is not None else None
    if own is not None and (found is None or status not in (None, found.category)):
        raise Problem(422, "There is no such status.", field="change.own_status")
    if found is None and status is None:
        raise Problem(422, "Say which status: `status`.", field="change.status")
    return {"status": found.category if found else status, "own_status": own}


def _told(request: HttpRequest, user: User, pk: int, *, done: bool = False) -> HttpResponse:
    try:
        report = report_of(user, pk)
    except BulkChange.DoesNotExist as gone:
        raise Ticket.DoesNotExist from gone
    out = BulkOut.model_construct(
        id=pk, total=report.bulk.total, waiting=report.waiting, done=report.done, same=report.same,
        refused=[_refused(one) for one in report.refused], partly=[_refused(one) for one in report.partly],
    )  # fmt: skip
    status = 200 if done or not report.waiting else 202
    return answer(out, status=status, location=address(request, f"/api/v1/bulk/{pk}") if status == 202 else "")


def _refused(one: Refused) -> RefusedOut:
    return RefusedOut.model_construct(reason=one.reason, tickets=list(one.tickets))

"""A ticket as the API shows it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Schema

from balie.accounts.models import User
from balie.api.fields import PRIORITY_NAMES, KindName, PriorityName, StatusName
from balie.people.models import Identity, IdentityKind
from balie.people.viewers import Viewer
from balie.tickets.models import Tag
from balie.tickets.querysets import TicketQuerySet

_COLUMNS = (
    "id", "subject", "kind", "status", "priority", "channel", "language", "created_at", "updated_at",
    "first_answered_at", "resolved_at", "closed_at", "team__slug", "assignee__email", "requester_id",
    "requester__name", "organisation__name",
)  # fmt: skip


class RequesterOut(Schema):
    id: int
    name: str
    email: str | None


class TicketOut(Schema):
    """`team` is a slug, `assignee` an address: both can be sent back as they are."""

    number: int
    subject: str
    kind: KindName
    status: StatusName
    priority: PriorityName
    team: str | None
    assignee: str | None
    requester: RequesterOut
    organisation: str | None
    tags: list[str]
    channel: str
    language: str
    created_at: datetime
    updated_at: datetime
    first_answered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    url: str


class TicketPage(Schema):
    items: list[TicketOut]
    next: str | None


def shown(tickets: TicketQuerySet, viewer: Viewer) -> list[TicketOut]:
    """Three queries, however many tickets; in the order of `tickets`."""
    rows = list(tickets.values(*_COLUMNS))
    tags, emails = _tags(row["id"] for row in rows), _emails({row["requester_id"] for row in rows})
    return [_ticket(row, tags[row["id"]], emails.get(row["requester_id"]), viewer) for row in rows]


def page_url(number: int, viewer: Viewer) -> str:
    """Where this viewer reads the ticket in the browser."""
    staff = isinstance(viewer, User) and viewer.is_staff
    return f"{settings.BALIE_URL}/{'desk/tickets' if staff else 'requests'}/{number}/"


def _ticket(row: dict[str, Any], tags: list[str], email: str | None, viewer: Viewer) -> TicketOut:
    return TicketOut.model_construct(
        number=row["id"], subject=row["subject"], kind=row["kind"], status=row["status"],
        priority=PRIORITY_NAMES[row["priority"]], team=row["team__slug"], assignee=row["assignee__email"],
        requester=RequesterOut.model_construct(id=row["requester_id"], name=row["requester__name"], email=email),
        organisation=row["organisation__name"], tags=tags, channel=row["channel"], language=row["language"],
        created_at=row["created_at"], updated_at=row["updated_at"], first_answered_at=row["first_answered_at"],
        resolved_at=row["resolved_at"], closed_at=row["closed_at"], url=page_url(row["id"], viewer),
    )  # fmt: skip


def _tags(numbers: Iterable[int]) -> dict[int, list[str]]:
    rows = Tag.objects.filter(tickets__in=list(numbers)).order_by("name").values_list("tickets", "name")
    found: dict[int, list[str]] = defaultdict(list)
    for number, name in rows:
        found[number].append(name)
    return found


def _emails(contacts: Iterable[int]) -> dict[int, str]:
    """The oldest address of each: the one that is written to."""
    rows = Identity.objects.filter(contact_id__in=list(contacts), kind=IdentityKind.EMAIL).order_by("-pk")
    return dict(rows.values_list("contact_id", "value"))

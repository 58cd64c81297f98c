"""A ticket as the API shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Schema
from pydantic import Field

from balie.accounts.models import User
from balie.api.fields import PRIORITY_NAMES, KindName, PriorityName, StatusName
from balie.api.own_fields import files_of, own_fields
from balie.core.prepared import rows
from balie.people.naming import for_others
from balie.people.viewers import Viewer
from balie.tickets.custom_fields.showing_files import HeldFile
from balie.tickets.own_statuses.known import known_statuses

# In the order of the statement; what it has beyond them is own status, priority, fields and requester.
_SAME = (
    "number", "subject", "kind", "status", "channel", "language", "created_at", "updated_at", "first_answered_at",
    "resolved_at", "closed_at", "merged_into", "team", "assignee", "organisation", "tags",
)  # fmt: skip
_FIELDS = len(_SAME) + 2
_TICKETS = """
select ticket.id, ticket.subject, ticket.kind, ticket.status, ticket.channel, ticket.language, ticket.created_at,
    ticket.updated_at, ticket.first_answered_at, ticket.resolved_at, ticket.closed_at, ticket.merged_into_id, team.slug,
    assignee.email, organisation.name,
    array(
        select tag.name from tickets_ticket_tags as link join tickets_tag as tag on tag.id = link.tag_id
        where link.ticket_id = ticket.id order by tag.name
    ),
    ticket.own_status_id, ticket.priority, ticket.fields::text, requester.id, requester.user_id, requester.name,
    (select value from people_identity where contact_id = requester.id and kind = 'email' order by id limit 1)
from tickets_ticket as ticket
join people_contact as requester on requester.id = ticket.requester_id
left join people_organisation as organisation on organisation.id = ticket.organisation_id
left join accounts_team as team on team.id = ticket.team_id
left join accounts_user as assignee on assignee.id = ticket.assignee_id
where ticket.id = any(%(numbers)s)
"""


class RequesterOut(Schema):
    id: int
    name: str
    email: str | None


class OwnStatusName(Schema):
    id: int
    name: str


class TicketOut(Schema):
    """`team` is a slug, `assignee` an address: both can be sent back as they are.

    Who asks by a token of their own is told nobody else's address.
    """

    number: int
    subject: str
    kind: KindName
    status: StatusName
    own_status: OwnStatusName | None = Field(
        description="The finer name inside `status`; contacts are told only of those that are for them."
    )
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
    merged_into: int | None
    url: str
    fields: dict[str, Any] = Field(
        description="Custom fields by key, as far as they hold something; see `/fields` for what they can hold."
    )


class TicketPage(Schema):
    items: list[TicketOut]
    next: str | None


def shown(numbers: Sequence[int], viewer: Viewer) -> list[TicketOut]:
    """In one query, in the order of `numbers`; the caller has made sure that the viewer may see them."""
    read = rows(_TICKETS, {"numbers": list(numbers)}) if numbers else []
    files = files_of(row[_FIELDS] for row in read)
    found = {row[0]: _ticket(row, viewer, files) for row in read}
    return [found[number] for number in numbers]


def page_url(number: int, viewer: Viewer) -> str:
    """Where this viewer reads the ticket in the browser."""
    staff = isinstance(viewer, User) and viewer.is_staff
    return f"{settings.BALIE_URL}/{'desk/tickets' if staff else 'requests'}/{number}/"


def _own_status(status: str, own: int, *, works_here: bool) -> OwnStatusName | None:
    found = known_statuses().held(own, category=status)
    name = found and (found.name if works_here else found.told(""))
    return OwnStatusName.model_construct(id=own, name=name) if name else None


def _ticket(row: tuple[Any, ...], viewer: Viewer, files: Mapping[int, HeldFile]) -> TicketOut:
    own, priority, fields, contact, user, name, email = row[len(_SAME) :]
    same = dict(zip(_SAME, row, strict=False))
    works_here = isinstance(viewer, User) and viewer.is_staff
    if not works_here:
        same["assignee"] = None
    told = works_here or (isinstance(viewer, User) and viewer.pk == user)
    return TicketOut.model_construct(
        **same,
        priority=PRIORITY_NAMES[priority],
        requester=RequesterOut.model_construct(
            id=contact, name=name if told else for_others(name), email=email if told else None
        ),
        url=page_url(row[0], viewer),
        fields=own_fields(fields, works_here=works_here, files=files) if fields != "{}" else {},
        own_status=_own_status(same["status"], own, works_here=works_here) if own is not None else None,
    )

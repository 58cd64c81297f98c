"""What stands on a ticket and is not said yet: drafts that colleagues share, answers that go out later."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from markupsafe import Markup

from balie.core.sanitising import sanitise
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.ticket_page import visible_ticket
from balie.events.models import Event
from balie.live.topics import token_for
from balie.tickets.bodies import plain
from balie.tickets.drafts import Draft
from balie.tickets.planned import PlannedReply, Reason
from balie.tickets.planning import contact_wrote


@dataclass(frozen=True, slots=True)
class Shared:
    id: int
    author: str
    note: bool
    body: Markup
    files: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    id: int
    author: str
    body: Markup
    files: tuple[str, ...]
    when: datetime
    local: str  # as a browser's field takes it
    held: str  # why it does not go out


@at_the_desk
@require_safe
def waiting(request: DeskRequest, number: int) -> HttpResponse:
    """A part of the ticket's page, fetched where there is something to show."""
    ticket = visible_ticket(request, number)
    seen = Event.objects.filter(ticket_id=ticket.pk).aggregate(newest=Max("id"))["newest"]
    return render(
        request,
        "desk/waiting.html",
        {
            "here": f"/desk/tickets/{ticket.pk}/",
            "token": token_for([f"ticket:{ticket.pk}"], holder=f"user:{request.user.pk}", name=str(request.user)),
            "seen": seen or 0,
            "planned": _planned(ticket.pk),
            "drafts": _shared(request, ticket.pk),
            "may_answer": request.user.may_answer,
        },
    )


def _shared(request: DeskRequest, ticket_id: int) -> list[Shared]:
    others = Draft.objects.filter(ticket=ticket_id, aside=False, shared_at__isnull=False).exclude(user=request.user)
    return [
        Shared(
            id=draft.pk,
            author=str(draft.user),
            note=draft.is_note,
            body=_body(draft.value("body"), html=draft.value("body_format") == "html"),
            files=tuple(upload.filename for upload in draft.uploads.all()),
            at=draft.updated_at,
        )
        for draft in others.select_related("user").prefetch_related("uploads").order_by("pk")
    ]


def _planned(ticket_id: int) -> list[Planned]:
    found = PlannedReply.objects.filter(ticket=ticket_id).select_related("user").prefetch_related("uploads")
    return [
        Planned(
            id=planned.pk,
            author=str(planned.user),
            body=_body(planned.body, html=planned.html),
            files=tuple(upload.filename for upload in planned.uploads.all()),
            when=planned.due_at,
            local=f"{timezone.localtime(planned.due_at):%Y-%m-%dT%H:%M}",
            held=planned.held or (Reason.CONTACT_WROTE.value if contact_wrote(planned) else ""),
        )
        for planned in found.order_by("due_at", "pk")
    ]


def _body(body: str, *, html: bool) -> Markup:
    return Markup(sanitise(body)) if html else plain(body)  # noqa: S704 -- sanitised

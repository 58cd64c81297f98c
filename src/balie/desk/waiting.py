"""What stands on a ticket and is not said yet: drafts that colleagues share."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from balie.core.sanitising import sanitise
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.ticket_page import visible_ticket
from balie.live.topics import token_for
from balie.tickets.bodies import plain
from balie.tickets.drafts import Draft


@dataclass(frozen=True, slots=True)
class Shared:
    id: int
    author: str
    note: bool
    body: Markup
    files: tuple[str, ...]
    at: datetime


@at_the_desk
@require_safe
def waiting(request: DeskRequest, number: int) -> HttpResponse:
    """A part of the ticket's page, fetched where there is something to show."""
    ticket = visible_ticket(request, number)
    return render(
        request,
        "desk/waiting.html",
        {
            "url": f"/desk/tickets/{ticket.pk}/",
            "token": token_for([f"ticket:{ticket.pk}"], holder=f"user:{request.user.pk}", name=str(request.user)),
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
            body=_body(draft),
            files=tuple(upload.filename for upload in draft.uploads.all()),
            at=draft.updated_at,
        )
        for draft in others.select_related("user").prefetch_related("uploads").order_by("pk")
    ]


def _body(draft: Draft) -> Markup:
    if draft.value("body_format") == "html":
        return Markup(sanitise(draft.value("body")))  # noqa: S704 -- sanitised
    return plain(draft.value("body"))

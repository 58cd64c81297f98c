"""A ticket: its conversation, its properties, who asked, and where an answer is written."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.accounts.directory import Directory, directory
from balie.accounts.models import User
from balie.core.digests import digest
from balie.core.together import together
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import number
from balie.desk.choices import choices
from balie.desk.contact_card import ContactCard, asking_card
from balie.desk.event_words import Names
from balie.desk.foreign import languages_to_write, reader_of
from balie.desk.marks import read_until
from balie.desk.own_fields import field_names, own_fields_of
from balie.desk.rail import rail
from balie.desk.rows import PRIORITY_NAMES
from balie.desk.signing import signature_below
from balie.desk.status_choices import choices_for, sends_for
from balie.desk.timeline import Timeline
from balie.events.models import Event
from balie.live.topics import token_for
from balie.people.naming import called
from balie.surveys.models import Survey
from balie.surveys.reading import asking_survey
from balie.tickets.conversation import RECEIVED, REPLIED
from balie.tickets.custom_fields.filling import FIELDS_CHANGED
from balie.tickets.defined import defined
from balie.tickets.history import History, asking_history, end_of_part, newest_event
from balie.tickets.models import Tag, Ticket
from balie.tickets.own_statuses.known import known_statuses, own_name, status_names
from balie.tickets.reading import Around, Partaker, asking_around, may_see, ticket_for
from balie.tickets.snooze_records import Snooze
from balie.tickets.tags.known import known_tags
from balie.tickets.telling import tickets_told


def visible_ticket(request: DeskRequest, number: int) -> Ticket:
    """Raises Http404 both for what is not there and for what is not theirs to see."""
    ticket = ticket_for(request.user, number)
    if ticket is None:
        raise Http404
    return ticket


def must_see(request: DeskRequest, number: int) -> None:
    """As `visible_ticket`, for those who need no more than that."""
    if not may_see(request.user, number):
        raise Http404


# Of what `_of_viewer` tells, what the panel shows beside what its other marks say.
_IN_PANEL = ("followers", "own_fields", "colours")


@at_the_desk
@require_safe
def ticket_page(request: DeskRequest, number: int) -> HttpResponse:
    return render(request, "desk/ticket.html", whole_page(request, visible_ticket(request, number)))


@at_the_desk
@require_safe
def conversation(request: DeskRequest, number: int) -> HttpResponse:
    """The conversation again, or with `before` only the messages that came earlier."""
    earlier = request.GET.get("before")
    template = "desk/earlier.html" if earlier else "desk/conversation.html"
    return render(request, template, ticket_context(request, visible_ticket(request, number)))


@at_the_desk
@require_safe
def panel(request: DeskRequest, number: int) -> HttpResponse:
    return render(request, "desk/panel.html", ticket_context(request, visible_ticket(request, number)))


def whole_page(request: DeskRequest, ticket: Ticket, **more: object) -> dict[str, Any]:
    context = ticket_context(request, ticket)
    return {**context, "rail": rail(request.user, context["known"]), **more}


def ticket_context(request: DeskRequest, ticket: Ticket) -> dict[str, Any]:
    """What every part of the page is made of."""
    until = _until(request, ticket)
    history, beside, card, survey = _read(request, ticket, until)
    known = directory()
    viewer = _of_viewer(request.user, ticket, beside, known)
    return {
        "ticket": ticket,
        "slept": Snooze.objects.select_related("user").filter(ticket=ticket).first() if ticket.snooze else None,
        "here": f"/desk/tickets/{ticket.pk}/",
        "priority": PRIORITY_NAMES[ticket.priority],
        "entries": _timeline(request.user, ticket, history, known, beside),
        **_part(ticket, history, until),
        "participants": [row for row in beside.participants if row.accepted],
        "card": card,
        "known": known,
        "write_in": languages_to_write(ticket, request.user, beside.translator),
        **viewer,
        "survey": survey,
        "said_by_others": _said_by_others(request.user, history),
        "panel_mark": _panel_mark(ticket, survey, card, *beside[:3], *map(viewer.get, _IN_PANEL)),
        "token": token_for([f"ticket:{ticket.pk}"], holder=f"user:{request.user.pk}", name=str(request.user)),
    }


def _read(
    request: DeskRequest, ticket: Ticket, until: int | None
) -> tuple[History, Around, ContactCard, Survey | None]:
    return together(
        asking_history(ticket.pk, before=number(request.GET.get("before")) or until),
        asking_around(ticket.pk, request.user.pk, read=number(request.GET.get("read"))),
        asking_card(ticket, request.user),
        asking_survey(ticket.pk),
    )


def _part(ticket: Ticket, history: History, until: int | None) -> dict[str, Any]:
    return {
        "earlier": history.messages[0].id if history.earlier else None,
        "until": until,
        # The properties are shown as they are now; of what was said, whoever answers knows this part.
        "seen": newest_event(ticket.pk) if until else history.seen,
        "shown": history.seen,
    }


def _until(request: DeskRequest, ticket: Ticket) -> int | None:
    """Where what is shown ends: `until` a message, or around the one `at` which somebody wants to be."""
    asked = request.GET if request.method == "GET" else {}
    if wanted := number(asked.get("at")):
        return end_of_part(ticket.pk, wanted)
    return number(asked.get("until"))


def _leads_to(viewer: User, ticket: Ticket) -> int | None:
    """The ticket that this one was merged into, if it is theirs to see."""
    target = ticket.merged_into_id
    return target if target and may_see(viewer, target) else None


def _away(ticket: Ticket, known: Directory) -> tuple[date, int | None, str] | None:
    """When whoever has the ticket is not here: until when, and who can take it over."""
    away = known.away.get(ticket.assignee_id or 0)
    other = known.substitute_for(ticket.assignee_id)
    return (away.until, other, known.answering.get(other or 0, "")) if away else None


def _timeline(viewer: User, ticket: Ticket, history: History, known: Directory, beside: Around) -> Timeline:
    participants = beside.participants
    tags = beside.tags | _former_tags(beside.tags, history.events_of("ticket.tagged"))
    tickets = tickets_told(viewer, history.events) if history.speaks_of_tickets else frozenset[int]()
    fields = field_names() if history.events_of(FIELDS_CHANGED) else {}
    statuses = status_names() if history.speaks_of_own_statuses else {}
    names = Names(known.users, _contacts(ticket, history, participants), known.teams, tags, tickets, fields, statuses)
    return Timeline(
        history,
        names,
        waiting={row.contact_id for row in participants if not row.accepted},
        known={ticket.requester_id} | {row.contact_id for row in participants if row.accepted},
        reader=viewer.pk,
        read=beside.read,
        translates=reader_of(viewer, beside.translator),
    )


def _panel_mark(ticket: Ticket, survey: Survey | None, card: ContactCard, *around: object) -> bytes:
    """The same as long as the panel says the same: of all that it may say, except of who reads it."""
    models = (ticket, ticket.requester, ticket.requester.organisation, ticket.team, ticket.assignee, survey)
    return digest(
        *map(_told_by, models), card.addresses, card.notes, card.others, card.fields, around, read_until(None)
    )


def _told_by(model: Model | None) -> dict[str, object]:
    return {name: value for name, value in vars(model).items() if name[0] != "_"} if model else {}


def _of_viewer(viewer: User, ticket: Ticket, beside: Around, known: Directory) -> dict[str, Any]:
    """`may_answer`: this ticket, on which nothing can be changed once it was merged."""
    tags, told = known_tags(), defined()
    statuses = known_statuses(told)
    return {
        "me": viewer.pk,
        "choices": {**choices(known), "status": choices_for(ticket, statuses)},
        "sends": sends_for(ticket, statuses),
        "statuses_mark": statuses.mark,
        "own_status": own_name(ticket.status, ticket.own_status_id, statuses),
        "own_fields": own_fields_of(ticket, known, told),
        "beside": beside,
        "leads_to": _leads_to(viewer, ticket),
        "tags": tags.labels(beside.tags.values()),
        "colours": tags.written,
        "away": _away(ticket, known),
        "answers": viewer.may_answer,
        "may_answer": viewer.may_answer and ticket.merged_into_id is None,
        "may_redact": viewer.may_redact,
        "followers": [known.users.get(pk, "") for pk in beside.followers],
        "signature": signature_below(viewer, ticket.team) if viewer.may_answer else "",
        "follows": viewer.pk in beside.followers,
    }


def _said_by_others(viewer: User, history: History) -> int:
    """The newest event by which somebody else said something to all: whoever writes is told before sending."""
    kinds = (RECEIVED, REPLIED)
    others = (row[0] for row in history.happened if row[1] in kinds and row[4:6] != ("user", viewer.pk))
    return max(others, default=0)


def _contacts(ticket: Ticket, history: History, participants: list[Partaker]) -> dict[int, str]:
    contacts = {said.contact_id: called(said.contact_name) for said in history.messages if said.contact_id}
    return (
        contacts | {row.contact_id: row.contact for row in participants} | {ticket.requester_id: str(ticket.requester)}
    )


def _former_tags(on: dict[int, str], events: list[Event]) -> dict[int, str]:
    """Those that events speak of and the ticket has no more."""
    told = {pk for event in events for key in ("added", "removed") for pk in event.data[key]}
    missing = told - on.keys()
    return dict(Tag.objects.filter(pk__in=missing).values_list("pk", "name")) if missing else {}

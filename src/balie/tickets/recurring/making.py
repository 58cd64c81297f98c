"""Opens the tickets that are due, each once: a date is taken and its ticket opened in one transaction."""

import structlog
from django.db import transaction
from django.db.models import Min

from balie.core.clock import now
from balie.core.transactions import joined
from balie.custom_fields.known import kept_as
from balie.events.actor import SYSTEM, Actor
from balie.events.recording import record
from balie.people.identities import contact_for
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket
from balie.tickets.custom_fields.filling import opening_fields
from balie.tickets.custom_fields.keeping_files import Filled
from balie.tickets.models import Channel, Kind, Priority, Ticket
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.recurring.keeping import schedule_of
from balie.tickets.template_records import TicketTemplate
from balie.tickets.ticket_templates.keeping import beginning
from balie.tickets.work.to_do import add_checklist

RECURRED = "ticket.recurred"
_BATCH = 20
_log = structlog.get_logger(__name__)
_due = Recurrence.objects.filter(next_at__isnull=False, paused_at=None)


def run_batch() -> int:
    done = 0
    while done < _BATCH and _open_next():
        done += 1
    return done


def seconds_until_due() -> float | None:
    next_at = _due.aggregate(at=Min("next_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@joined
def open_now(*, pk: int, actor: Actor) -> Ticket:
    """Beside the dates, which stay as they are. Raises Recurrence.DoesNotExist, and NotAllowed."""
    it = Recurrence.objects.select_for_update(of=("self",)).select_related("template").get(pk=pk)
    return _opened(it, actor, missed=0)


@transaction.atomic
def _open_next() -> bool:
    """After days without a worker one ticket is opened, not one for each date that went by."""
    moment = now()
    found = _due.filter(next_at__lte=moment).select_for_update(skip_locked=True, of=("self",))
    it = found.select_related("template").order_by("next_at", "pk").first()
    if it is None or it.next_at is None:
        return False
    plan = schedule_of(it)
    missed = plan.missed(it.next_at, moment)
    problem = _tried(it, missed)
    opened = {} if problem else {"made_at": moment}
    Recurrence.objects.filter(pk=it.pk).update(next_at=plan.next(moment), missed=missed, problem=problem, **opened)
    return True


def _tried(it: Recurrence, missed: int) -> str:
    """Why not, when it may not be opened: the next date comes all the same. What fails otherwise is tried again."""
    try:
        with transaction.atomic():
            _opened(it, SYSTEM, missed=missed)
    except NotAllowed as refusal:
        _log.warning("recurring ticket may not be opened", recurrence=it.pk)
        return str(refusal)[:500]
    return ""


def _opened(it: Recurrence, actor: Actor, *, missed: int) -> Ticket:
    template: TicketTemplate = it.template
    kind, team = template.kind or Kind.QUESTION, template.for_team_id
    # What is needed to open a ticket was for whoever asks by a form; nobody is there to be asked.
    fields = Filled(opening_fields(None, kind=kind, team=team).values | kept_as(beginning(template)))
    subject = template.subject or template.name
    content = Content(text=template.body or subject, html=template.html)
    ticket, _message = open_ticket(
        subject=subject, content=content, requester=contact_for(email=it.email),
        channel=Channel.DESK, actor=actor, kind=kind, priority=template.priority or Priority.NORMAL, team_id=team,
        tags=template.tags, fields=fields,
    )  # fmt: skip
    if template.checklist:
        add_checklist(ticket_id=ticket.pk, checklist=template.checklist, actor=actor)
    record(RECURRED, actor=actor, ticket_id=ticket.pk, recurrence=it.pk, missed=missed)
    return ticket

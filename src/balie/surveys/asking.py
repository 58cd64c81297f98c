"""Asks how it went, once a ticket is solved: a step after "ticket.status_changed"."""

from collections.abc import Collection
from email.header import decode_header, make_header
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.events.recording import record
from balie.mail.address import Address
from balie.mail.layout import render_html, render_text
from balie.mail.models import OutgoingMail
from balie.mail.queueing import NoRecipient, queue
from balie.people.models import Identity, IdentityKind
from balie.surveys.choosing import choice
from balie.surveys.links import survey_link
from balie.surveys.models import Score, Survey
from balie.tickets.models import Direction, Message, Status, Ticket, Visibility
from balie.tickets.redacting.mails import Telling
from balie.tickets.subjects import titled

PURPOSE = "survey"
FACES = {1: "😞", 2: "🙁", 3: "😐", 4: "🙂", 5: "😄"}


def is_resolved(event: Event) -> bool:
    return bool(event.data.get("after") == Status.RESOLVED)


def ask_after_resolving(event: Event) -> None:
    """Once for each ticket, however often it is solved; only who wrote as a person and got an answer is asked."""
    if event.ticket_id is None or not is_resolved(event):
        return
    ticket = Ticket.objects.select_related("requester").get(pk=event.ticket_id)
    email = _address_of(ticket) if choice().asks_after(ticket.team_id) else ""
    if email and ticket.status == Status.RESOLVED and ticket.first_answered_at and _was_a_person(ticket):
        _ask(ticket, email)


def telling(ticket_ids: Collection[int]) -> Telling:
    """The mails that asked, which name the subject."""
    asked = Survey.objects.filter(ticket__in=ticket_ids).values_list("pk", flat=True)
    return Telling([f"{PURPOSE}:{pk}" for pk in asked])


@joined
def _ask(ticket: Ticket, email: str) -> None:
    survey, made = Survey.objects.get_or_create(
        ticket=ticket,
        defaults={"contact": ticket.requester, "agent_id": ticket.assignee_id, "team_id": ticket.team_id},
    )
    if not made:
        return
    record("survey.asked", actor=SYSTEM, ticket_id=ticket.pk, survey=survey.pk)
    try:
        with transaction.atomic():
            _send(survey, ticket, Address(email, ticket.requester.name))
    except NoRecipient:
        return


def _send(survey: Survey, ticket: Ticket, to: Address) -> None:
    language = _language(ticket)
    link = f"{settings.BALIE_URL}{survey_link(survey.pk)}"
    with translation.override(language):
        title = titled(ticket.subject)
        subject = _("How did we do? %(subject)s") % {"subject": f"{title} [#{ticket.pk}]"}
        choices = [(FACES[score.value], str(score.label), f"{link}?score={score.value}") for score in reversed(Score)]
    values = {"name": ticket.requester.name, "number": ticket.pk, "subject": title, "choices": choices}
    before = _headers_of_last_answer(ticket)
    queue(
        purpose=PURPOSE,
        reference=f"{PURPOSE}:{survey.pk}",
        sender=_sender(before),
        to=[to],
        subject=subject,
        text=render_text("surveys/mail.txt", language=language, **values),
        html=render_html("surveys/mail.html", language=language, title=subject, **values),
        reply_to=before.get("Reply-To", ""),
        headers=[
            *((name, before[name]) for name in ("X-Balie-Id",) if name in before),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
        ],
        envelope_from="",
    )


def _sender(before: dict[str, str]) -> Address:
    name, email = parseaddr(str(make_header(decode_header(before.get("From", "")))))
    return Address(email, name) if email else Address(settings.DEFAULT_FROM_EMAIL)


def _headers_of_last_answer(ticket: Ticket) -> dict[str, str]:
    """The survey comes from where the answer came from; a reply to it lands on the ticket."""
    answers = Message.objects.filter(ticket=ticket, visibility=Visibility.PUBLIC, direction=Direction.OUT)
    answered = answers.order_by("-pk").first()
    sent = OutgoingMail.objects.filter(reference=f"message:{answered.pk}").order_by("-pk").first() if answered else None
    return dict(sent.headers) if sent else {}


def _address_of(ticket: Ticket) -> str:
    known = Identity.objects.filter(contact=ticket.requester_id, kind=IdentityKind.EMAIL, bounced_at=None)
    found = Address(known.order_by("pk").values_list("value", flat=True).first() or "")
    return found.email if found.is_sendable and not found.is_unattended else ""


def _was_a_person(ticket: Ticket) -> bool:
    first = Message.objects.filter(ticket=ticket).order_by("pk").first()
    return bool(first and first.direction == Direction.IN and not first.automatic and not first.unverified)


def _language(ticket: Ticket) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return next((it for it in (ticket.language, ticket.requester.language) if it in known), settings.LANGUAGE_CODE)

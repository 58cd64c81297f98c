"""Undo after sending: the answer is taken back before anything of it went out, and its words return to its author."""

import re
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.files.models import Upload
from balie.mail.queueing import withdraw
from balie.people.models import Identity
from balie.tickets.conflicts import TAKEN_BACK, NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import REPLIED
from balie.tickets.deliveries import reference_of
from balie.tickets.drafting import Typed, save_draft
from balie.tickets.lifecycle import STATUS_KINDS, Standing, tell_status
from balie.tickets.locking import change, locked
from balie.tickets.models import DeliveryState, Direction, Message, Status, Ticket, Visibility
from balie.tickets.own_statuses.choosing import own_as_before

_CID = re.compile(r'src="cid:([^"]*)"')


@joined
def take_back(*, message_id: int, actor: Actor) -> None:
    """The ticket stands as before, as far as nobody else has changed it since; the words are the author's draft again.

    Raises NotAllowed once the time is over, or the mail is on its way.
    """
    message = Message.objects.filter(pk=message_id, author_user=actor.id).first()
    if message is None:
        raise NotAllowed(_("Only who wrote a message can take it back."))
    ticket = locked(message.ticket_id)
    replied = Event.objects.filter(ticket_id=ticket.pk, message_id=message.pk, kind=REPLIED).first()
    late = message.held_until is None or message.held_until <= now() or replied is None
    mailed = message.delivery != DeliveryState.NONE
    if late or replied is None or (mailed and not withdraw(reference_of(message.pk))):
        raise NotAllowed(_("It is too late to take this back: it is on its way."))
    _return_words(message, actor)
    message.delete()
    _restore(ticket, replied, message.created_at, actor)
    record(TAKEN_BACK, actor=actor, ticket_id=ticket.pk, message_id=message_id, taken=replied.data.get("taken"))


def _return_words(message: Message, actor: Actor) -> None:
    body, uploads = message.html or message.text, []
    for file in message.attachments.order_by("pk"):
        upload = Upload.objects.create(
            user_id=actor.id, blob_id=file.blob_id, filename=file.filename, content_type=file.content_type
        )
        uploads.append(upload.pk)
        if file.inline and file.content_id:
            body = body.replace(f'src="cid:{file.content_id}"', f'src="/desk/uploads/{upload.pk}/"')
    values = [
        ("visibility", Visibility.PUBLIC.value),
        ("body_format", "html" if message.html else "text"),
        ("body", _CID.sub("", body)),
        ("cc", _typed(message.cc, message.ticket_id)),
        ("bcc", _typed(message.bcc, message.ticket_id)),
    ]
    save_draft(user_id=actor.id or 0, ticket_id=message.ticket_id, typed=Typed(values, uploads), base=0)


def _typed(people: list[dict[str, str]], ticket_id: int) -> str:
    """As the author wrote them: without those who get every answer anyway."""
    known = set(
        Identity.objects.filter(contact__participations__ticket=ticket_id).values_list("value", flat=True)
    )  # fmt: skip
    return ", ".join(
        f"{person['name']} <{person['email']}>" if person.get("name") else person["email"]
        for person in people
        if person["email"].lower() not in known
    )


def _restore(ticket: Ticket, replied: Event, answered_at: datetime, actor: Actor) -> None:
    before: dict[str, Any] = replied.data["before"]
    later = Event.objects.filter(ticket_id=ticket.pk, pk__gt=replied.pk)
    own = later.filter(kind__in=STATUS_KINDS, actor_kind=actor.kind, actor_id=actor.id).order_by("pk").first()
    alone = not later.exclude(pk=own.pk if own else 0).exists()
    fields: dict[str, Any] = {
        "updated_at": _moment(before["updated_at"]) if alone else now(),
        "preview": _preview(ticket),
    }
    if ticket.first_answered_at == answered_at:
        fields["first_answered_at"] = _first_answer(ticket, since=answered_at)
    if replied.data.get("taken") and ticket.assignee_id == actor.id:
        fields["assignee_id"] = None
    stood, now_standing = Standing(before["status"], before.get("own")), Standing.of(ticket)
    returns = own is not None and Standing.after(own) == now_standing != stood
    status = stood.status if returns else ticket.status
    fields["awaits_answer"] = before["waits"] if alone else ticket.awaits_answer or _waits(ticket, status)
    if returns:
        times = {name: _moment(before[name]) for name in ("resolved_at", "closed_at")}
        finer = own_as_before(stood.own, status=status, team=ticket.team_id)
        change(ticket, **fields, status=status, own_status_id=finer, **times)
        tell_status(ticket, now_standing, actor=actor)
    else:
        change(ticket, **fields)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _first_answer(ticket: Ticket, *, since: datetime) -> datetime | None:
    """Of those that remain."""
    answers = _said(ticket).filter(direction=Direction.OUT, created_at__gte=since).order_by("created_at")
    return answers.values_list("created_at", flat=True).first()


def _waits(ticket: Ticket, status: str) -> bool:
    """Whether what remains ends with the contact's word, on a ticket on which that counts."""
    last = _said(ticket).order_by("-pk").first()
    return last is not None and last.direction == Direction.IN and status in {Status.NEW, Status.OPEN}


def _said(ticket: Ticket) -> QuerySet[Message]:
    return Message.objects.filter(ticket=ticket, visibility=Visibility.PUBLIC, automatic=False)


def _preview(ticket: Ticket) -> str:
    """How the latest message begins that a person wrote, as if the other had never been."""
    said = _said(ticket).order_by("-pk").first() or Message.objects.filter(ticket=ticket).order_by("pk").first()
    return Content(text=said.text, reply_text=said.reply_text).preview if said else ""

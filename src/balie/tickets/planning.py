"""Send later: an answer waits on the ticket, for all to see, and goes out once, unless the contact writes first."""

from datetime import datetime

import structlog
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.files.models import Upload
from balie.jobs.waking import wake
from balie.tickets.composing import Written, content_of, refuse_unsendable
from balie.tickets.conflicts import NotAllowed, refuse_if_changed
from balie.tickets.conversation import RECEIVED, REPLIED, reply
from balie.tickets.destinations import destination
from balie.tickets.drafting import Typed, save_draft
from balie.tickets.hinting import tell_of_drafts
from balie.tickets.holding import held_by_merge_since, hold
from balie.tickets.lifecycle import OpenChildren
from balie.tickets.locking import locked
from balie.tickets.models import Message, Visibility
from balie.tickets.own_statuses.choosing import given_along
from balie.tickets.planned import PlannedReply, Reason

QUEUE = "planned"
_BATCH = 20
_log = structlog.get_logger(__name__)


class WriterLeft(NotAllowed):
    """It would go out in the name of somebody who does not answer any more."""


_REASONS: dict[type[Exception], Reason] = {OpenChildren: Reason.PARTS_OPEN, WriterLeft: Reason.WRITER_LEFT}


@joined
def plan_reply(
    *, ticket_id: int, user_id: int, written: Written, due_at: datetime, actor: Actor, status: str | None = None,
    own: int | None = None, seen: int | None = None,
) -> PlannedReply:  # fmt: skip
    """Raises Conflict as `reply`, ValidationError and NotAllowed for what could not be sent, or not at that time."""
    locked(ticket_id)
    refuse_if_changed(ticket_id=ticket_id, kinds=(RECEIVED, REPLIED), seen=seen, actor=actor)
    refuse_unsendable(written)
    uploads = list(Upload.objects.filter(pk__in=written.uploads, user=user_id).order_by("pk"))
    if not written.body.strip() and not uploads:
        raise NotAllowed(_("Write something first."))
    _refuse_past(due_at)
    newest = Event.objects.filter(ticket_id=ticket_id).aggregate(newest=Max("id"))["newest"]
    copies = {upload.pk: _copied(upload) for upload in uploads}
    planned = PlannedReply.objects.create(
        ticket_id=ticket_id, user_id=user_id, body=written.with_uploads(copies).body, html=written.html, cc=written.cc,
        bcc=written.bcc, status=status or "", own_status_id=own if status else None, seen=newest or 0, due_at=due_at,
    )  # fmt: skip
    planned.uploads.set(copies.values())
    record("reply.planned", actor=actor, ticket_id=ticket_id, planned=planned.pk)
    _tell(ticket_id)
    return planned


@joined
def change_time(*, planned_id: int, due_at: datetime, actor: Actor, seen: int | None = None) -> None:
    """Of one that was held back too: then it may go out, whatever the contact wrote until now.

    `seen`: as for `send_now`.
    """
    planned = _taken(planned_id, seen)
    _refuse_past(due_at)
    newest = Event.objects.filter(ticket_id=planned.ticket_id).aggregate(newest=Max("id"))["newest"]
    PlannedReply.objects.filter(pk=planned.pk).update(due_at=due_at, held="", seen=newest or 0)
    record("reply.planned", actor=actor, ticket_id=planned.ticket_id, planned=planned.pk)
    _tell(planned.ticket_id)


@joined
def send_now(*, planned_id: int, seen: int | None = None) -> Message:
    """In the name of who wrote it.

    `seen`: the newest event the actor's page knew, None to send it whatever happened meanwhile.
    Raises NotAllowed when it is gone, can't be sent, or a merge after `seen` changed who gets it.
    """
    planned = _taken(planned_id, seen)
    try:
        return _send(planned)
    except OpenChildren as refusal:
        raise NotAllowed(str(refusal)) from refusal  # nobody is here to be asked what becomes of them


@joined
def return_to_draft(*, planned_id: int, user_id: int, actor: Actor) -> None:
    """Taken back, to be changed or thrown away by whoever took it; it is in their composer."""
    planned = _taken(planned_id)
    uploads = list(planned.uploads.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=uploads).update(user=user_id)
    values = [
        ("visibility", Visibility.PUBLIC.value), ("body_format", "html" if planned.html else "text"),
        ("body", planned.body), ("cc", planned.cc), ("bcc", planned.bcc),
    ]  # fmt: skip
    save_draft(user_id=user_id, ticket_id=planned.ticket_id, typed=Typed(values, uploads), base=0)
    planned.delete()
    record("reply.returned", actor=actor, ticket_id=planned.ticket_id, planned=planned_id)
    _tell(planned.ticket_id)


def run_batch() -> int:
    """Each in a transaction of its own: it is sent and gone, or neither."""
    done = 0
    while done < _BATCH and _send_next():
        done += 1
    return done


def seconds_until_due() -> float | None:
    next_at = PlannedReply.objects.filter(held="").aggregate(at=Min("due_at"))["at"]
    return None if next_at is None else max(0.0, (next_at - now()).total_seconds())


@joined
def _send_next() -> bool:
    due = PlannedReply.objects.filter(held="", due_at__lte=now()).order_by("due_at", "pk")
    next_id = due.values_list("pk", flat=True).first()
    if next_id is None:
        return False
    planned = _locked(next_id, due)
    if planned is None:
        return True  # another worker, or a colleague, had it meanwhile
    if (now_at := destination(planned.ticket_id)) != planned.ticket_id:
        planned.ticket_id = now_at
        hold(planned, Reason.MERGED)
        return True
    if contact_wrote(planned):
        hold(planned, Reason.CONTACT_WROTE)
        return True
    try:
        with transaction.atomic():
            _send(planned)
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise  # not the answer: the database is gone
        expected = isinstance(error, (NotAllowed, ValidationError))
        _log.warning("planned reply not sent", planned=planned.pk, exc_info=not expected)
        hold(planned, _REASONS.get(type(error), Reason.FAILED))
    return True


def _copied(upload: Upload) -> int:
    """Of its own: a draft that outlives the planning may be sent, and takes its files away with it."""
    return Upload.objects.create(
        user_id=upload.user_id, blob_id=upload.blob_id, filename=upload.filename, content_type=upload.content_type
    ).pk


def contact_wrote(planned: PlannedReply) -> bool:
    """After its writer had read the ticket."""
    return Event.objects.filter(ticket_id=planned.ticket_id, kind=RECEIVED, pk__gt=planned.seen).exists()


def _send(planned: PlannedReply) -> Message:
    user = User.objects.get(pk=planned.user_id)
    if not (user.is_active and user.may_answer):
        raise WriterLeft(_("Who wrote this does not answer any more. Take it back, and send it yourself."))
    uploads = tuple(planned.uploads.order_by("pk").values_list("pk", flat=True))
    written = Written(planned.body, planned.html, cc=planned.cc, bcc=planned.bcc, uploads=uploads)
    content = content_of(written=written, user=user)
    ticket_id, status = planned.ticket_id, planned.status or None
    own = planned.own_status_id
    if own:  # it may have been put away, or the ticket moved, since
        own = given_along(own, status=planned.status, team=locked(ticket_id).team_id)
    PlannedReply.objects.filter(pk=planned.pk).delete()  # the object keeps its id, for when this is rolled back
    message = reply(ticket_id=ticket_id, content=content, actor=Actor.user(user.pk), status=status, own=own)
    _tell(ticket_id)
    return message


def _locked(planned_id: int, among: QuerySet[PlannedReply]) -> PlannedReply | None:
    """After its ticket, as a merge does it, so that neither waits for the other."""
    ticket_id = among.filter(pk=planned_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        return None
    locked(ticket_id, merged=True)
    return among.select_for_update(of=("self",)).filter(pk=planned_id, ticket=ticket_id).first()


def _taken(planned_id: int, seen: int | None = None) -> PlannedReply:
    planned = _locked(planned_id, PlannedReply.objects.all())
    if planned is None:
        raise NotAllowed(_("It has gone out already, or somebody took it back."))
    locked(planned.ticket_id)
    if seen is not None and held_by_merge_since(planned, seen):
        raise NotAllowed(_("Tickets were merged or taken apart meanwhile. Look at who gets this answer, then send it."))
    return planned


def _refuse_past(due_at: datetime) -> None:
    if due_at <= now():
        raise NotAllowed(_("That time is over. Choose a later one."))


def _tell(ticket_id: int) -> None:
    tell_of_drafts(ticket_id)
    wake(QUEUE)

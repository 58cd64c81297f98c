"""Answers and notes: what the composer sends."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.core.clock import now
from balie.core.transactions import joined
from balie.desk.access import DeskRequest, actor_of, at_the_desk
from balie.desk.addresses import number as whole
from balie.desk.answering import refusal, seen_by, shown
from balie.desk.conflict_words import told_conflict
from balie.desk.later_times import time_of
from balie.desk.second_thoughts import second_thoughts
from balie.desk.status_choices import SENT_WITH
from balie.desk.ticket_page import must_see
from balie.files.uploads import TooLarge, keep_upload, receive_file
from balie.tickets.composing import Written, content_of
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.conversation import add_note, reply
from balie.tickets.drafting import drop_draft
from balie.tickets.mentioning import mention, mentions_in
from balie.tickets.models import Status, Visibility
from balie.tickets.own_statuses.statuses import read_choice
from balie.tickets.planning import plan_reply

_HOW = ("then", "later", "at")
THEN = (Status.PENDING, Status.RESOLVED, Status.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, for the form that comes back when it could not be sent."""

    visibility: str
    body: str
    html: bool
    cc: str = ""
    bcc: str = ""
    then: str = ""
    later: str = ""
    at: str = ""
    seen: str = ""
    uploads: list[int] = field(default_factory=list)
    kept: int = 0  # the version of it that is kept on the server
    error: str = ""
    wrong: str = "body"  # the field that is to blame

    @property
    def written(self) -> Written:
        is_note = self.visibility == Visibility.NOTE
        return Written(self.body, self.html, is_note, self.cc, self.bcc, tuple(self.uploads))

    @property
    def again(self) -> str:
        """What a button that sends it all the same says: how it was to be sent."""
        return urlencode([(name, getattr(self, name)) for name in _HOW if getattr(self, name)]) or "1"

    @property
    def status(self) -> str | None:
        status, own = read_choice(self.then)
        return status if status in (THEN if own is None else SENT_WITH) else None

    @property
    def own_status(self) -> int | None:
        return read_choice(self.then)[1]


@at_the_desk
@require_POST
def messages(request: DeskRequest, number: int) -> HttpResponse:
    must_see(request, number)
    draft = _draft(request)
    if draft.visibility == Visibility.PUBLIC and not request.user.may_answer:
        raise PermissionDenied(_("Light agents can read tickets and write notes, but not change or answer them."))
    if thoughts := _thoughts(request, number, draft):
        return refusal(request, number, 409, thoughts=thoughts, draft=draft)
    try:
        said = _write(request, number, draft)
    except Conflict as conflict:
        return refusal(request, number, 409, conflict=told_conflict(conflict), draft=draft)
    except (NotAllowed, TooLarge, ValidationError) as reason:
        return refusal(request, number, 422, draft=_with_error(draft, reason))
    return shown(request, number, said)


def _thoughts(request: DeskRequest, ticket_id: int, draft: Draft) -> list[str]:
    """Asked once: whoever sends anyway has been asked already."""
    if request.POST.get("sure") or request.POST.get("anyway"):
        return []
    has_files = bool(draft.uploads or request.FILES)
    return second_thoughts(ticket_id=ticket_id, written=draft.written, has_files=has_files)


@joined
def _write(request: DeskRequest, ticket_id: int, draft: Draft) -> str:
    """What is said of it once it is done."""
    actor, me = actor_of(request), request.user
    if due_at := _later(draft):
        _plan(request, ticket_id, draft, due_at)
        said = _("It waits here until then")
    else:
        files = [receive_file(upload) for upload in request.FILES.getlist("upload")]
        content = content_of(written=draft.written, user=me, files=files)
        if draft.written.note:
            note = add_note(ticket_id=ticket_id, content=content, actor=actor)
            if mentions := mentions_in(draft.body) if draft.html else None:
                mention(message=note, mentions=mentions, actor=actor)
        else:
            reply(
                ticket_id=ticket_id, content=content, actor=actor, status=draft.status, own=draft.own_status,
                seen=seen_by(request),
                hold=me.undo_seconds,
            )  # fmt: skip
        said = _("Note added") if draft.written.note else _("Sent")
    if draft.kept:
        drop_draft(user_id=me.pk, ticket_id=ticket_id, version=draft.kept)
    return said


def _plan(request: DeskRequest, ticket_id: int, draft: Draft, due_at: datetime) -> None:
    kept = [keep_upload(request.user, upload).pk for upload in request.FILES.getlist("upload")]
    plan_reply(
        ticket_id=ticket_id, user_id=request.user.pk, status=draft.status, own=draft.own_status,
        due_at=due_at, seen=seen_by(request),
        written=replace(draft.written, uploads=(*draft.uploads, *kept)), actor=actor_of(request),
    )  # fmt: skip


def _later(draft: Draft) -> datetime | None:
    """When it is to go out, if not at once."""
    if draft.written.note or not draft.later:
        return None
    return time_of(draft.later, draft.at, now=timezone.localtime(now()))


def _draft(request: DeskRequest) -> Draft:
    sent = request.POST
    chosen = dict(parse_qsl(sent.get("sure") or sent.get("anyway") or ""))
    how = {name: sent.get(name) or chosen.get(name, "") for name in _HOW}
    if not how["later"]:
        how["at"] = ""
    return Draft(
        visibility=Visibility.NOTE if sent.get("visibility") == Visibility.NOTE else Visibility.PUBLIC,
        body=sent.get("body", ""),
        html=sent.get("body_format") == "html",
        cc=sent.get("cc", ""),
        bcc=sent.get("bcc", ""),
        **how,
        seen=sent.get("seen", ""),
        kept=whole(sent.get("draft")) or 0,
        uploads=[pk for text in sent.getlist("files") if (pk := whole(text)) is not None],
    )


def _with_error(draft: Draft, reason: Exception) -> Draft:
    if isinstance(reason, ValidationError):
        return replace(draft, error=" ".join(reason.messages), wrong=reason.code or "body")
    return replace(draft, error=str(reason))

"""Answers and notes: what the composer sends."""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.core.html_text import html_to_text
from balie.core.sanitising import sanitise
from balie.core.transactions import joined
from balie.desk.access import DeskRequest, actor_of, at_the_desk
from balie.desk.addresses import number as whole
from balie.desk.answering import refusal, seen_by, shown
from balie.desk.conflict_words import told_conflict
from balie.desk.ticket_page import must_see
from balie.files.uploads import Received, TooLarge, receive_file, take_uploads
from balie.mail.address import Address
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, reply
from balie.tickets.drafting import drop_draft
from balie.tickets.models import Status, Visibility

LONGEST = 500_000
MOST_COPIES = 50
THEN = (Status.PENDING, Status.RESOLVED, Status.ON_HOLD)
_UPLOADED_PICTURE = re.compile(r'<img([^>]*?)\ssrc="/desk/uploads/(\d{1,18})/?"')


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, for the form that comes back when it could not be sent."""

    visibility: str
    body: str
    html: bool
    cc: str = ""
    bcc: str = ""
    then: str = ""
    seen: str = ""
    uploads: list[int] = field(default_factory=list)
    kept: int = 0  # the version of it that is kept on the server
    error: str = ""
    wrong: str = "body"  # the field that is to blame


@at_the_desk
@require_POST
def messages(request: DeskRequest, number: int) -> HttpResponse:
    must_see(request, number)
    draft = _draft(request)
    if draft.visibility == Visibility.PUBLIC and not request.user.may_answer:
        raise PermissionDenied(_("Light agents can read tickets and write notes, but not change or answer them."))
    try:
        _write(request, number, draft)
    except Conflict as conflict:
        return refusal(request, number, 409, conflict=told_conflict(conflict), draft=draft)
    except (NotAllowed, TooLarge, ValidationError) as reason:
        return refusal(request, number, 422, draft=_with_error(draft, reason))
    return shown(request, number, _("Note added") if draft.visibility == Visibility.NOTE else _("Sent"))


@joined
def _write(request: DeskRequest, ticket_id: int, draft: Draft) -> None:
    actor, content = actor_of(request), _content(request, draft)
    if draft.visibility == Visibility.NOTE:
        add_note(ticket_id=ticket_id, content=content, actor=actor)
    else:
        status = draft.then if draft.then in THEN else None
        reply(
            ticket_id=ticket_id,
            content=content,
            actor=actor,
            status=status,
            seen=seen_by(request),
            hold=request.user.undo_seconds,
        )
    if draft.kept:
        drop_draft(user_id=request.user.pk, ticket_id=ticket_id, version=draft.kept)


def _draft(request: DeskRequest) -> Draft:
    sent = request.POST
    return Draft(
        visibility=Visibility.NOTE if sent.get("visibility") == Visibility.NOTE else Visibility.PUBLIC,
        body=sent.get("body", ""),
        html=sent.get("body_format") == "html",
        cc=sent.get("cc", ""),
        bcc=sent.get("bcc", ""),
        then=sent.get("then", ""),
        seen=sent.get("seen", ""),
        kept=whole(sent.get("draft")) or 0,
        uploads=[pk for text in sent.getlist("files") if (pk := whole(text)) is not None],
    )


def _content(request: DeskRequest, draft: Draft) -> Content:
    """Within the caller's transaction, so that uploads are still there when nothing comes of it."""
    if len(draft.body) > LONGEST:
        raise ValidationError(_("This is too long to be sent. Attach it as a file."))
    uploads = dict(zip(draft.uploads, take_uploads(user=request.user, ids=draft.uploads), strict=False))
    pictures: set[int] = set()
    html = _worth_sending(sanitise(_placed(draft.body, uploads, pictures))) if draft.html else ""
    files = [_file(received, inline=f"upload-{pk}" if pk in pictures else "") for pk, received in uploads.items()]
    files += [_file(receive_file(upload)) for upload in request.FILES.getlist("upload")]
    return Content(
        text=html_to_text(html) if draft.html else draft.body.strip(),
        html=html,
        cc=addresses(draft.cc, field="cc") if draft.visibility == Visibility.PUBLIC else (),
        bcc=addresses(draft.bcc, field="bcc") if draft.visibility == Visibility.PUBLIC else (),
        files=tuple(files),
    )


def _worth_sending(html: str) -> str:
    """An editor's empty paragraphs are nothing."""
    return html if "<img" in html or html_to_text(html).strip() else ""


def _placed(html: str, uploads: dict[int, Received], pictures: set[int]) -> str:
    """Pictures in the text point at uploads until they are sent; then at the files that came of them."""

    def placed(found: re.Match[str]) -> str:
        pk = int(found[2])
        if pk not in uploads:
            return ""
        pictures.add(pk)
        return f'<img{found[1]} src="cid:upload-{pk}"'

    return _UPLOADED_PICTURE.sub(placed, html)


def _file(received: Received, inline: str = "") -> File:
    return File(
        received.sha256, received.filename, received.content_type, received.size, inline=bool(inline), content_id=inline
    )


def addresses(text: str, *, field: str) -> tuple[dict[str, str], ...]:
    """Written with commas, semicolons or lines between. Raises ValidationError naming what is no address."""
    found = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(found) > MOST_COPIES:
        raise ValidationError(_("At most %(most)d people can get a copy.") % {"most": MOST_COPIES}, code=field)
    return tuple(_address(part, field) for part in found)


def _address(text: str, field: str) -> dict[str, str]:
    named = re.fullmatch(r'"?([^"<>]*)"?\s*<([^<>]+)>', text)
    name, email = (named[1].strip(), named[2].strip()) if named else ("", text)
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(_("%(text)s is not an e-mail address.") % {"text": text}, code=field) from None
    if not Address(email).is_sendable:
        raise ValidationError(_("No mail can be sent to %(text)s.") % {"text": text}, code=field)
    return {"name": name, "email": email.lower()}


def _with_error(draft: Draft, reason: Exception) -> Draft:
    if isinstance(reason, ValidationError):
        return replace(draft, error=" ".join(reason.messages), wrong=reason.code or "body")
    return replace(draft, error=str(reason))

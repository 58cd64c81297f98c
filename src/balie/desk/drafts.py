"""What is being written: kept for the composer on every pause, and shown to colleagues where it is shared."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.core.html_text import html_to_text
from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering
from balie.desk.addresses import number as whole
from balie.desk.answering import changed
from balie.desk.ticket_page import must_see
from balie.files.models import Upload
from balie.tickets.conflicts import NotAllowed
from balie.tickets.destinations import destination
from balie.tickets.drafting import (
    Typed,
    draft_of,
    drop_aside,
    drop_draft,
    save_draft,
    set_aside_of,
    share_draft,
    take_over_draft,
    use_aside,
)
from balie.tickets.drafts import Draft
from balie.tickets.models import Ticket
from balie.tickets.reading import may_see

_NOT_WORDS = {
    "csrfmiddlewaretoken",
    "files",
    "upload",
    "seen",
    "draft",
    "base",
    "age",
    "then",
    "later",
    "at",
    "anyway",
    "sure",
}
_OLDEST = 90 * 24 * 3600


@at_the_desk
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: DeskRequest, number: int) -> HttpResponse:
    """One's own on a ticket; where it was merged meanwhile, on the one that has its messages now."""
    must_see(request, number)
    stays = destination(number)
    return _draft(request, stays if stays == number or may_see(request.user, stays) else number)


@for_answering
@require_http_methods(["GET", "POST", "DELETE"])
def draft_of_new_ticket(request: DeskRequest) -> HttpResponse:
    return _draft(request, None)


@at_the_desk
@require_POST
def sharing(request: DeskRequest, number: int) -> HttpResponse:
    """`shared`: colleagues may see it from now on, or no more."""
    must_see(request, number)
    if not share_draft(user_id=request.user.pk, ticket_id=number, shared=bool(request.POST.get("shared"))):
        return JsonResponse({"detail": _("There is nothing to share yet.")}, status=404)
    return _told(request, number)


@for_answering
@require_POST
def taking_over(request: DeskRequest, pk: int) -> HttpResponse:
    """A colleague's words go on as one's own."""
    found = Draft.objects.filter(pk=pk, ticket__in=Ticket.objects.visible_to(request.user)).first()
    if found is None or found.ticket_id is None:
        raise Http404
    actor, me = actor_of(request), request.user.pk

    def take(_seen: int | None) -> None:
        try:
            take_over_draft(draft_id=pk, user_id=me, actor=actor)
        except NotAllowed:
            raise NotAllowed(_("This draft isn't shared any more.")) from None

    answer = changed(request, found.ticket_id, take, _("The draft is yours now"))
    answer.headers["HX-Trigger"] = "draft-changed"
    return answer


@at_the_desk
@require_http_methods(["POST", "DELETE"])
def aside(request: DeskRequest, pk: int) -> HttpResponse:
    """Words of one's own that others took the place of: used again, or thrown away."""
    found = Draft.objects.filter(pk=pk, user=request.user, aside=True).first()
    if found is None:
        raise Http404
    if request.method == "DELETE":
        drop_aside(draft_id=pk, user_id=request.user.pk)
    else:
        use_aside(draft_id=pk, user_id=request.user.pk)
    return _told(request, found.ticket_id)


def _draft(request: DeskRequest, ticket_id: int | None) -> HttpResponse:
    if request.method == "DELETE":
        drop_draft(user_id=request.user.pk, ticket_id=ticket_id)
    elif request.method == "POST":
        try:
            save_draft(
                user_id=request.user.pk, ticket_id=ticket_id, typed=_typed(request),
                base=whole(request.POST.get("base")) or 0,
            )  # fmt: skip
        except NotAllowed:
            return JsonResponse({"detail": _("This is too long to be kept.")}, status=413)
    return _told(request, ticket_id)


def _typed(request: DeskRequest) -> Typed:
    sent = request.POST
    return Typed(
        values=[(name, value) for name in sent if name not in _NOT_WORDS for value in sent.getlist(name)],
        uploads=_numbers(sent.getlist("files")),
        age=timedelta(seconds=min(whole(sent.get("age")) or 0, _OLDEST)),
    )


def _numbers(texts: Iterable[str]) -> list[int]:
    return [pk for text in texts if (pk := whole(text)) is not None]


def _told(request: DeskRequest, ticket_id: int | None) -> JsonResponse:
    """The draft as it is now; `version` is 0 where there is none."""
    now, me = draft_of(user_id=request.user.pk, ticket_id=ticket_id), request.user.pk
    others = [
        {"id": one.pk, "at": _moment(one.updated_at), "words": words_of(one)[:80]}
        for one in set_aside_of(user_id=me, ticket_id=ticket_id)
    ]
    if now is None:
        return JsonResponse({"version": 0, "values": [], "files": [], "shared": False, "aside": others})
    return JsonResponse(
        {
            "version": now.version,
            "values": now.values,
            "files": [told_file(upload) for upload in now.uploads.select_related("blob").order_by("pk")],
            "shared": now.shared_at is not None,
            "aside": others,
        }
    )


def _moment(at: datetime) -> str:
    """As pages write it, in the reader's zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


def told_file(upload: Upload) -> dict[str, Any]:
    """As the form's script shows it."""
    return {
        "id": upload.pk,
        "name": upload.filename,
        "size": upload.blob.size,
        "content_type": upload.content_type,
        "url": f"/desk/uploads/{upload.pk}/",
    }


def words_of(draft: Draft) -> str:
    body = draft.value("body")
    return html_to_text(body) if draft.value("body_format") == "html" else body

"""What the editor offers while one writes: after "/" answers and articles, after "@" colleagues and teams."""

from typing import Any

from django.conf import settings
from django.db.models import Case, Q, Value, When
from django.http import JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balie.accounts.directory import directory
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.ticket_page import visible_ticket
from balie.knowledge.models import Article
from balie.tickets.canned import CannedAnswer
from balie.tickets.canned_answers import filled
from balie.tickets.models import Ticket

_MOST = 6
_LONGEST = 80


@at_the_desk
@require_safe
def inserts(request: DeskRequest, number: int) -> JsonResponse:
    """`q`: what was typed after the sign; `sign`: which one."""
    ticket, words = visible_ticket(request, number), request.GET.get("q", "").strip()[:_LONGEST]
    if request.GET.get("sign") == "@":
        return JsonResponse({"items": _people(words)})
    return JsonResponse({"items": [*_answers(request, ticket, words), *_articles(ticket, words)]})


def _answers(request: DeskRequest, ticket: Ticket, words: str) -> list[dict[str, Any]]:
    """Those in the contact's language first."""
    language = ticket.requester.language or ticket.language
    first = Case(When(language=language, then=Value(0)), When(language="", then=Value(1)), default=Value(2))
    found = CannedAnswer.objects.visible_to(request.user).filter(name__icontains=words).order_by(first, "name")
    return [
        {"icon": "message-square-text", "name": one.name, "detail": _("Canned answer"),
         "html": filled(one.html, ticket=ticket, agent=request.user)}
        for one in found[:_MOST]
    ]  # fmt: skip


def _articles(ticket: Ticket, words: str) -> list[dict[str, Any]]:
    """As a link, or with all that they say; only what the contact may read."""
    if not words:
        return []
    language = ticket.requester.language or ticket.language
    first = Case(When(language=language, then=Value(0)), default=Value(1))
    public = Article.objects.visible_to(None).filter(Q(title__icontains=words) | Q(summary__icontains=words))
    items: list[dict[str, Any]] = []
    for one in public.order_by(first, "title")[:3]:
        link = format_html('<a href="{}/articles/{}/">{}</a>', settings.BALIE_URL, one.slug, one.title)
        items.append({"icon": "link", "name": one.title, "detail": _("Article, as a link"), "html": link})
        items.append({"icon": "book-open", "name": one.title, "detail": _("Article, with its text"), "html": one.html})
    return items


def _people(words: str) -> list[dict[str, Any]]:
    known, begun = directory(), words.casefold()

    def fits(name: str) -> bool:
        return any(part.startswith(begun) for part in (name.casefold(), *name.casefold().split()))

    people = [_person(f"user:{pk}", name) for pk, name in known.users.items() if fits(name)]
    teams = [_person(f"team:{pk}", name, _("Team")) for pk, name in known.teams.items() if fits(name)]
    return [*people[:_MOST], *teams[:_MOST]]


def _person(key: str, name: str, detail: str = "") -> dict[str, Any]:
    return {"icon": "users" if detail else "user", "name": name, "detail": detail, "id": key}

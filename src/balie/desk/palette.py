"""What the palette cannot know from the page it stands on; its own actions the page gathers itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from balie.desk import destinations
from balie.desk.access import DeskRequest, at_the_desk

LONGEST = 200


@at_the_desk
@require_safe
def palette(request: DeskRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST]
    viewer, marks = request.user, request.GET.get("recent", "").split(",")
    if not text:
        begun = {"recent": destinations.recent(viewer, marks[: destinations.MOST_RECENT])}
        return render(request, "desk/palette_begun.html", begun)
    context: dict[str, object] = {
        "text": text,
        "tickets": destinations.find_tickets(viewer, text),
        "people": destinations.find_people(text),
        "templates": destinations.find_templates(viewer, text),
        "articles": destinations.find_articles(viewer, text, get_language() or ""),
    }
    return render(request, "desk/palette_found.html", context)

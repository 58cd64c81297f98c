"""How somebody likes their desk: where the day begins, and how close things stand."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balie.accounts.models import Density, Translating, User
from balie.accounts.profile import change_desk, choose_translating
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.foreign import language_name
from balie.desk.rail import rail
from balie.translation.choosing import service


@at_the_desk
@require_http_methods(["GET", "POST"])
def own_desk(request: DeskRequest) -> HttpResponse:
    user, pages = request.user, _pages(request)
    if request.method == "GET":
        chosen = {"start_page": user.start_page, "own_density": user.density}
        context = {"pages": pages, "densities": Density.choices, "foreign": _languages(user), **chosen}
        return render(request, "desk/own_desk.html", context | {"choices": Translating.choices})
    start, density = request.POST.get("start_page", ""), request.POST.get("density", "")
    if start in dict(pages) and density in Density.values:
        change_desk(user_id=user.pk, start_page=start, density=density)
        asked = ((code, request.POST.get(f"translating-{code}")) for code, _name, _choice in _languages(user))
        if choices := {code: choice for code, choice in asked if choice in Translating.values}:
            choose_translating(user_id=user.pk, choices=choices)
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(request.path)


def _languages(user: User) -> list[tuple[str, str, str]]:
    """What is done with messages in each; none where nobody translates."""
    codes = [code for code, _name in settings.LANGUAGES if code != user.language] if service().kind else []
    return [(code, language_name(code), user.translating.get(code, "")) for code in codes]


def _pages(request: DeskRequest) -> list[tuple[str, str]]:
    """All that the rail leads to; the inbox is where one begins who has not chosen."""
    places = [(item["href"], item["label"]) for group in rail(request.user) for item in group["items"]]
    pages = [("" if href == "/desk/" else href, label) for href, label in places]
    gone = request.user.start_page not in dict(pages)
    return [*pages, (request.user.start_page, request.user.start_page)] if gone else pages

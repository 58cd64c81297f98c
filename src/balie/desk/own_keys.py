"""The page on which one makes the keys one's own."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balie.accounts.profile import change_keys
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.keys import EVERYWHERE, KEYS, LIST, TICKET, differing, problems


@at_the_desk
@require_http_methods(["GET", "POST"])
def own_keys(request: DeskRequest) -> HttpResponse:
    user = request.user
    if request.method == "GET":
        return _page(request, user.keys, single=user.single_keys, wrong={})
    changed, single = _wanted(request), "single" in request.POST
    if wrong := problems(changed):
        return _page(request, changed, single=single, wrong=wrong)
    change_keys(user_id=user.pk, keys=changed, single=single)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(request.path)


def _wanted(request: DeskRequest) -> dict[str, str]:
    """`usual`: the keys that are to be as they usually are, all or one of them."""
    reset = request.POST.get("usual")
    if reset == "all":
        return {}
    written = {key.usual: request.POST.get(f"key {key.usual}", key.usual) for key in KEYS if key.usual != reset}
    return differing(written)


def _page(request: DeskRequest, changed: Mapping[str, str], *, single: bool, wrong: Mapping[str, str]) -> HttpResponse:
    titles = {EVERYWHERE: _("Everywhere"), LIST: _("In a list"), TICKET: _("On a ticket")}
    # What works in two places stands once.
    groups = [(title, [key for key in KEYS if key.places[0] == place]) for place, title in titles.items()]
    context = {"groups": groups, "changed": changed, "single": single, "wrong": wrong}
    return render(request, "desk/own_keys.html", context, status=422 if wrong else 200)

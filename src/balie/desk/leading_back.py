"""Addresses that only take what a form sends lead back to the page of that form when they are opened."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect

from balie.desk.access import DeskRequest, wants_fragment

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def posted_from_page(view: View[P]) -> View[P]:
    """For addresses below a page's own, `/desk/contacts/5/details/`: whoever loads again what was refused there, or
    came back from signing in, gets the page.
    """

    @wraps(view)
    def led(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"} or wants_fragment(request):
            return HttpResponseNotAllowed(["POST"])
        return HttpResponseRedirect("/".join([*request.path.split("/")[:4], ""]))

    return led

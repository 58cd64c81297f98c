"""Who may enter the desk, and what they may do there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.accounts.signing_in_first import signed_in
from balie.events.actor import Actor

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of someone who works at the desk."""

    user: User


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def at_the_desk(view: DeskView[P]) -> View[P]:
    """For light agents and above."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not getattr(request.user, "is_staff", False):
            raise PermissionDenied(_("The desk is for those who answer. Your own requests are under “My requests”."))
        return view(cast("DeskRequest", request), *args, **kwargs)

    return signed_in(guarded)


def for_answering(view: DeskView[P]) -> View[P]:
    """For agents and above: light agents read and write notes, and change nothing."""

    @wraps(view)
    def guarded(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.may_answer:
            raise PermissionDenied(_("Light agents can read tickets and write notes, but not change or answer them."))
        return view(request, *args, **kwargs)

    return at_the_desk(guarded)


def actor_of(request: DeskRequest) -> Actor:
    return Actor.user(request.user.pk)


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part of the page, not by somebody who follows a link or goes back."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"

"""Who may change the desk itself, and the frame of the pages where they do."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from balie.accounts.models import User
from balie.accounts.signing_in_first import signed_in
from balie.administration.menu import menu
from balie.events.actor import Actor


class StaffRequest(HttpRequest):
    """A request of someone who works at the desk."""

    user: User


View = Callable[..., HttpResponseBase]


def for_admins(view: View) -> Callable[..., HttpResponseBase]:
    return _for(view, lambda user: user.is_admin, _admins_only)


def for_staff(view: View) -> Callable[..., HttpResponseBase]:
    """For those who answer: articles, and keys of one's own."""
    return _for(view, lambda user: user.may_answer, _staff_only)


def page(request: StaffRequest, template: str, section: str, *, status: int = 200, **context: object) -> HttpResponse:
    whole: dict[str, Any] = {"settings_menu": menu(request.user, section), **context}
    return render(request, f"administration/{template}", whole, status=status)


def actor_of(request: StaffRequest) -> Actor:
    return Actor.user(request.user.pk)


def _for(view: View, may: Callable[[User], bool], words: Callable[[], str]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (isinstance(request.user, User) and may(request.user)):
            raise PermissionDenied(words())
        return view(cast("StaffRequest", request), *args, **kwargs)

    return never_cache(signed_in(guarded))


def _admins_only() -> str:
    return _("Only administrators can change this.")


def _staff_only() -> str:
    return _("This is for those who answer tickets.")


@for_staff
def index(request: StaffRequest) -> HttpResponse:
    return redirect("settings:users" if request.user.is_admin else "settings:articles")

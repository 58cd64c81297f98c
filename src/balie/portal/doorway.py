"""What every page of the portal does first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from balie.portal.visitors import SignInFirst, to_sign_in


def for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page that belongs to somebody: never kept in a cache; a visitor nobody knows yet is asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SignInFirst:
            return to_sign_in(request)

    return never_cache(guarded)

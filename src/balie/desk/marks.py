"""The small marks that lists and conversations repeat: made by the components, once, not for every row."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import timezone
from django.utils.translation import get_language
from jinja2 import Environment
from markupsafe import Markup

Telling = Callable[[datetime], Markup]

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def marking() -> Callable[[str, str], Markup]:
    """Makes the icon of a status, priority, kind or channel, with its word."""
    return partial(_mark, get_language() or "")


def naming_status() -> Callable[[str, str], Markup]:
    """Makes the badge of an own status: of the status that it is in, and what it is called."""
    return partial(_mark, get_language() or "", "status")


def telling_when() -> Telling:
    """As the `when` filter, to the minute; for the many moments of one page."""
    now = timezone.localtime()
    language, zone, today = get_language() or "", timezone.get_current_timezone_name(), now.date().isoformat()

    def when(at: datetime) -> Markup:
        # What is older than an hour reads the same all day.
        age = str((now - at) // _MINUTE) if now - at < _HOUR else today
        return _when(language, zone, at.replace(second=0, microsecond=0), age)

    return when


def read_until(latest: datetime | None) -> tuple[str, ...]:
    """The same as long as what `telling_when` says of this moment, and of all before it, reads the same."""
    now = timezone.localtime()
    minute = now.isoformat(timespec="minutes") if latest and now - latest < _HOUR else ""
    return timezone.get_current_timezone_name(), now.date().isoformat(), minute


@lru_cache(maxsize=500)
def _mark(language: str, kind: str, value: str, name: str = "") -> Markup:  # noqa: ARG001 -- the words depend on the language
    macro = getattr(_environment().get_template("components/badge.html").module, kind)
    words = {"name": name} if name else {"bare": True}
    return Markup(macro(value, **words))  # noqa: S704 -- a component's own markup


@lru_cache(maxsize=20_000)
def _when(language: str, zone: str, at: datetime, age: str) -> Markup:  # noqa: ARG001 -- what the words depend on
    return Markup(_environment().filters["when"](at))  # noqa: S704 -- as above


def _environment() -> Environment:
    return cast("Jinja2", engines["jinja2"]).env

"""The one place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Aware, in UTC."""
    return _set.get() or timezone.now()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """For tests, and for a world that is made with a past."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)

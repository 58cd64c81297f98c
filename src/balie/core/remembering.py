"""Answers that may be a few seconds old, kept in this process."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_MOST = 2_000  # keys; then all are forgotten, which costs one question each


class Remembered(Generic[K, V]):
    """For counts and names that every page shows. Tests set BALIE_REMEMBER to False and always get the truth."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[K, tuple[float, V]] = {}

    def forget(self) -> None:
        """What this process itself has changed it knows at once."""
        self._known.clear()

    def get(self, key: K, make: Callable[[], V]) -> V:
        if not getattr(settings, "BALIE_REMEMBER", True):
            return make()
        moment = time.monotonic()
        known = self._known.get(key)
        if known is not None and known[0] > moment:
            return known[1]
        value = make()
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = moment + self._seconds, value
        return value

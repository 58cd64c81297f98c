"""Transactions of verbs that call verbs."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_within_another: ContextVar[bool] = ContextVar("within_another", default=False)


def joined(verb: Callable[P, R]) -> Callable[P, R]:
    """All of it or nothing, as `transaction.atomic`; a verb called by such a verb joins its transaction.

    Without the savepoint that `atomic` would make there, and its two round trips: when the inner verb fails, the outer
    one is undone with it. So the failure must be caught around the outer one, or with an `atomic` between.
    """

    @wraps(verb)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if _within_another.get():
            with transaction.atomic(savepoint=False):
                return verb(*args, **kwargs)
        mark = _within_another.set(True)
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        finally:
            _within_another.reset(mark)

    return call

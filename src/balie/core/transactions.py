"""Transactions of verbs that other verbs call."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def joined(verb: Callable[P, R]) -> Callable[P, R]:
    """In the caller's transaction, or in one of its own.

    Without the savepoint that `atomic` makes, and two round trips less: when the verb fails, the caller's transaction
    is undone with it, so the failure must be caught around that, not within.
    """

    @wraps(verb)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(savepoint=_in_test_case()):
            return verb(*args, **kwargs)

    return call


def _in_test_case() -> bool:
    """The transaction that a test runs in is no caller's: a verb that fails there ends only itself."""
    blocks: list[Any] = connection.atomic_blocks
    return bool(blocks and blocks[-1]._from_testcase)

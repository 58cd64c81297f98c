"""Long work that has a row of its own, and is done by whoever has claimed that: there is never more than one.

The row's `claim` is their number, `touched_at` when they were last heard of: nothing once they have let go of it.
"""

from collections.abc import Callable
from datetime import timedelta
from secrets import randbelow
from typing import Any

import structlog
from django.db.models import Q, QuerySet

from balie.core.clock import now

_log = structlog.get_logger(__name__)
# Whoever claimed it and has not been heard of for so long has died.
FORGOTTEN = timedelta(minutes=1)


def free() -> Q:
    return Q(touched_at=None) | Q(touched_at__lt=now() - FORGOTTEN)


def claim(row: "QuerySet[Any]") -> int | None:
    """`row`: as long as it is to be worked at. None where it is not, or somebody else is at it."""
    number = randbelow(2**62) + 1
    return number if row.filter(free()).update(claim=number, touched_at=now()) else None


def each(rows: "QuerySet[Any]", work: Callable[[int], object]) -> None:
    """In the order in which they were asked for. One that fails holds up none of the others."""
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        try:
            work(pk)
        except Exception:  # noqa: BLE001 -- whatever it is, it is logged, and tried again
            _log.exception("work failed", of=rows.model.__name__, id=pk)

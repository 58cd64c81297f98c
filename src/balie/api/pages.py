"""Pages by cursor: the next begins after the last item of this one, whatever is added or changed meanwhile."""

import base64
import binascii
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query

from balie.api.answers import address
from balie.api.problems import Problem

MOST = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Limit = Annotated[int, Query(ge=1, le=MOST, description="Items a page.")]
Cursor = Annotated[str, Query(max_length=100, description="Part of `next`; not to be made by hand.")]


class Place(NamedTuple):
    """Where a list sorted by time, newest first, was left."""

    at: datetime
    id: int


def next_page(request: HttpRequest, cursor: str | None) -> str | None:
    """The address of the next page: this one's, with the cursor in it."""
    if cursor is None:
        return None
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
    return address(request, f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}")


def after(place: Place) -> str:
    return _encode(f"{(place.at - _EPOCH) // _MICROSECOND}.{place.id}")


def place_of(cursor: str) -> Place | None:
    if not cursor:
        return None
    at, _, number = _decode(cursor).partition(".")
    try:
        return Place(_EPOCH + int(at) * _MICROSECOND, _id(number))
    except (ValueError, OverflowError):
        raise _broken() from None


def after_id(number: int) -> str:
    return _encode(str(number))


def id_of(cursor: str) -> int:
    """0 without a cursor: the beginning."""
    try:
        return _id(_decode(cursor)) if cursor else 0
    except ValueError:
        raise _broken() from None


def after_pair(first: int, second: int) -> str:
    return _encode(f"{first}.{second}")


def pair_of(cursor: str) -> tuple[int, int] | None:
    """Two numbers: where a list stands by the first, and by the second within it."""
    if not cursor:
        return None
    first, _, second = _decode(cursor).partition(".")
    try:
        if not 0 < int(first) <= date.max.toordinal():
            raise ValueError(first)
        return int(first), _id(second)
    except ValueError:
        raise _broken() from None


def _id(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number


def _encode(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _broken() from None


def _broken() -> Problem:
    return Problem(422, "Take the cursor from `next` of the page before.", field="cursor")

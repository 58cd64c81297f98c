"""What stands in an address: numbers, and where a page of a list begins."""

from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from balie.tickets.finding import Cursor

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def number(text: str | None) -> int | None:
    """A number that PostgreSQL can hold, or None."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)


def place(cursor: Cursor) -> dict[str, str]:
    """Where a page begins, as a parameter of its address."""
    at = (cursor.updated_at - _EPOCH) // _MICROSECOND
    return {"newer" if cursor.newer else "older": f"{at}.{cursor.id}"}


def cursor_of(query: QueryDict) -> Cursor | None:
    for key in ("older", "newer"):
        at, _dot, pk = query.get(key, "").partition(".")
        micros, ticket = number(at), number(pk)
        if micros is not None and ticket is not None and micros < 2**53:
            return Cursor(_EPOCH + micros * _MICROSECOND, ticket, newer=key == "newer")
    return None

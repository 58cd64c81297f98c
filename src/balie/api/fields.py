"""What a field of a request can be."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from balie.core.visible import visible
from balie.tickets.models import Priority

KindName = Literal["question", "incident", "request", "problem"]
StatusName = Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
PriorityName = Literal["low", "normal", "high", "urgent"]
PRIORITIES: dict[str, Priority] = {priority.name.lower(): priority for priority in Priority}
PRIORITY_NAMES: dict[int, PriorityName] = {priority.value: name for name, priority in PRIORITIES.items()}  # type: ignore[misc] # tested to be the same


def _storable(text: str) -> str:
    """What PostgreSQL can keep."""
    if "\x00" in text:
        raise ValueError("must not hold a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must not hold half a surrogate pair") from None
    return text


def _said(text: str) -> str:
    if not visible(_storable(text)):
        raise ValueError("must not be empty")
    return text


Text = Annotated[str, AfterValidator(_storable)]
# Lengths come first: after a validator pydantic no longer knows that it counts characters.
Said = Annotated[str, Field(min_length=1), AfterValidator(_said)]
Subject = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_said)]
PersonName = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
TagName = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_said)]
Email = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=320, pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$"),
    Field(examples=["emma@fietsfabriek.example"]),
]


def left_out() -> Any:
    """Default of a field that may be left out but not be null."""
    return None

"""What an event brings about, as it was registered at start-up. The table itself stands in `balie.reactions`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from balie.events.models import Event

Step = Callable[[Event], None]
Condition = Callable[[Event], bool]


def _always(_event: Event) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reaction:
    """Steps inside the event's transaction, and steps in a job after its commit.

    A step after commit may run twice; the event's id is its idempotency key. `only_if` tells from the event alone, when
    it is recorded, whether those steps have anything to do: no job is made otherwise.
    """

    within: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    only_if: Condition = _always


_NONE = Reaction()
_table: dict[str, Reaction] = {}
_every: tuple[Step, ...] = ()


def register(table: Mapping[str, Reaction], *, every: Iterable[Step] = ()) -> None:
    """Called once, by `config.apps`. `every`: steps within the transaction of each event."""
    global _every  # noqa: PLW0603 -- set once, at start-up
    _table.clear()
    _table.update(table)
    _every = tuple(every)


def of(kind: str) -> Reaction:
    return _table.get(kind, _NONE)


def every() -> tuple[Step, ...]:
    return _every

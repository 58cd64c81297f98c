"""Work that every message or change makes, in tables of its own: what the worker process runs, by name."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

_SHORTEST = 0.05  # seconds: what is due and yet not taken up is another's
RunBatch = Callable[[], int]

# Set when the process is asked to end: a batch gives back what it has not begun.
stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Queue:
    """`name` is what `wake()` says; the sweep finds what nobody said, and what was to wait."""

    name: str
    path: str
    sweep: float
    due: str = ""

    def rest(self) -> float:
        """For how long nothing is to be done, as far as is known, in seconds."""
        until: float | None = import_string(self.due)() if self.due else None
        return self.sweep if until is None else min(self.sweep, max(until, _SHORTEST))

    def load(self) -> RunBatch:
        """run_batch claims what is due with FOR UPDATE SKIP LOCKED; 0 says that nothing is left for now."""
        found: RunBatch = import_string(self.path)
        return found


_queues: dict[str, Queue] = {}


def register(name: str, path: str, *, sweep: float = 10.0, due: str = "") -> None:
    """At start-up, by `config.apps`. `path` names run_batch, which is imported where it runs; `sweep` is in seconds;
    `due` names what tells in how many seconds the next piece of work is due, None for not known.
    """
    _queues[name] = Queue(name, path, sweep, due)


def registered() -> tuple[Queue, ...]:
    return tuple(_queues.values())

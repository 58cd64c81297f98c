"""Work that every message or change makes, in tables of its own: what the worker process runs, by name."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

RunBatch = Callable[[], int]

# Set when the process is asked to end: a batch gives back what it has not begun.
stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Queue:
    """`name` is what `wake()` says; the sweep finds what nobody said, and what was to wait."""

    name: str
    path: str
    sweep: float

    def load(self) -> RunBatch:
        """run_batch claims what is due with FOR UPDATE SKIP LOCKED; 0 says that nothing is left for now."""
        found: RunBatch = import_string(self.path)
        return found


_queues: dict[str, Queue] = {}


def register(name: str, path: str, *, sweep: float = 10.0) -> None:
    """At start-up, by `config.apps`. `path` names run_batch, which is imported where it runs; `sweep` is in seconds."""
    _queues[name] = Queue(name, path, sweep)


def registered() -> tuple[Queue, ...]:
    return tuple(_queues.values())

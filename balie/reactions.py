"""The one table of consequences: event -> steps in its transaction, steps after its commit."""

from balie.events.reactions import Reaction, Step

EVERY: tuple[Step, ...] = ()

TABLE: dict[str, Reaction] = {}

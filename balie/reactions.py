"""The one table of consequences: event -> steps in its transaction, steps after its commit."""

from balie.events.reactions import Reaction, Step
from balie.tickets.hinting import tell_browsers

EVERY: tuple[Step, ...] = (tell_browsers,)

TABLE: dict[str, Reaction] = {}

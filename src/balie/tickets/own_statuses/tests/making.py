"""Own statuses as the tests define them."""

from typing import Any

from balie.events.actor import SYSTEM
from balie.tickets.own_statuses.defining import Shape, add_status


def made_status(name: str = "Waiting for parts", category: str = "on_hold", **shape: Any) -> int:
    """The id of a new one."""
    return add_status(category=category, shape=Shape(name, **shape), actor=SYSTEM).pk

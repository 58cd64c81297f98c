"""Fixtures of the whole suite."""

from tests.support.desk import home, running_desk
from tests.support.outbox import outbox
from tests.support.world import world

__all__ = ["home", "outbox", "running_desk", "world"]

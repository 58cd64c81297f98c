"""Fixtures of the whole suite."""

from tests.support.desk import desk_once_started, home, prepared_home, running_desk
from tests.support.outbox import outbox
from tests.support.world import world

__all__ = ["desk_once_started", "home", "outbox", "prepared_home", "running_desk", "world"]

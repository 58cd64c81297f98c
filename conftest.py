"""Fixtures of the whole suite."""

from tests.support.browser import browser, open_page, playwright
from tests.support.desk import desk_once_started, home, prepared_home, running_desk
from tests.support.live import live
from tests.support.outbox import outbox
from tests.support.sitting import desk, sit
from tests.support.world import world

__all__ = [
    "browser",
    "desk",
    "desk_once_started",
    "home",
    "live",
    "open_page",
    "outbox",
    "playwright",
    "prepared_home",
    "running_desk",
    "sit",
    "world",
]

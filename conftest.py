"""Fixtures of the whole suite."""

from hypothesis import HealthCheck, settings

from tests.support.browser import browser, open_page, playwright
from tests.support.desk import desk_once_started, home, prepared_home, running_desk
from tests.support.live import live
from tests.support.outbox import outbox
from tests.support.sitting import desk, sit
from tests.support.unhurried import unhurried
from tests.support.world import world

# How quickly examples come says how busy the machine is, nothing else.
settings.register_profile("balie", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("balie")

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
    "unhurried",
    "world",
]

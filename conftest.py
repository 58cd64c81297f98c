"""Fixtures of the whole suite."""

from tests.support.world import world

__all__ = ["world"]

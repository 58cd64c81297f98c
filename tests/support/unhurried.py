"""Searches and counts give up after fractions of a second of the clock: on a busy machine a test would find nothing."""

from collections.abc import Iterator

import pytest

from balie.search import finding, resembling
from balie.tickets import counting
from balie.tickets.seeking import verbatim

_LONG = 10.0  # seconds


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patience:
        for module, name in (
            (finding, "PATIENCE"), (finding, "HURRIED"), (resembling, "PATIENCE"), (verbatim, "PATIENCE"),
            (counting, "_ENOUGH"),
        ):  # fmt: skip
            patience.setattr(module, name, _LONG)
        yield

"""One PostgreSQL for the whole test run, shared by all its workers; each gets a database of its own in it.

A pytest plugin (`-p tests.support.postgres`): the server must run before Django's settings are read.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from balie.commands.postgres import Running, start

_PREFIX = "balie-tests-"
_running: Running | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    global _running  # noqa: PLW0603 -- pytest gives a plugin no other place for it
    if not os.environ.get("BALIE_DATABASE_URL") and not early_config.known_args_namespace.help:
        _remove_leftovers()
        _running = start(_folder(), name="pytest", durable=False)
        os.environ["BALIE_DATABASE_URL"] = _running.url  # xdist's workers inherit it
    try:
        return (yield)
    except BaseException:
        pytest_unconfigure()
        raise


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _running and _running.alive():
        _running.stop()
        shutil.rmtree(_running.data.parent, ignore_errors=True)


def _memory() -> Path:
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_memory()))
    folder.chmod(0o755)  # as root, the server is another user; the data folder in it is private
    return folder


def _remove_leftovers() -> None:
    """Of runs that were killed: their server went with them, their files could not."""
    for folder in _memory().glob(_PREFIX + "*"):
        if not Path("/proc", folder.name.removeprefix(_PREFIX).partition("-")[0]).exists():
            shutil.rmtree(folder, ignore_errors=True)

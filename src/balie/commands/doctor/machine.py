"""What can be said before there is a database."""

import os
import shutil
import sys
from collections.abc import Iterator

from balie.commands.doctor.finding import Finding
from config.environment import CHECKOUT, home

_ROOM_NEEDED = 1024**3


def findings() -> Iterator[Finding]:
    yield Finding.good("python", f"{sys.version.split()[0]} at {sys.executable}")
    yield _account()
    yield from _home()
    yield _front_end()


def _account() -> Finding:
    if os.geteuid():
        return Finding.good("account", "not root")
    return Finding.warning("account", "root", "Fine for trying it; in production run it as a user of its own.")


def _home() -> Iterator[Finding]:
    folder = home()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        yield Finding.failed(
            "home", f"{folder} cannot be written", "Make it yours, or set BALIE_HOME to another folder."
        )
        return
    yield Finding.good("home", str(folder))
    free = shutil.disk_usage(nearest).free
    if free < _ROOM_NEEDED:
        yield Finding.warning("disk", f"{free // 1024**2} MB left", "Make room: a full disk takes no mail in.")
    else:
        yield Finding.good("disk", f"{free // 1024**3} GB left")


def _front_end() -> Finding:
    if (CHECKOUT / "frontend" / "dist" / "manifest.json").exists():
        return Finding.good("front end", "built")
    return Finding.failed("front end", "is not built", "Build it: scripts/setup run")

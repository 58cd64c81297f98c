"""Who runs the server: whoever owns the data, never root (PostgreSQL refuses root, with reason)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from balie.commands.postgres.problem import PostgresError

NAME = "balie"


class Switch(NamedTuple):
    user: int | None
    group: int | None
    extra_groups: tuple[int, ...] | None


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def switch(self) -> "Switch":
        """What subprocess needs to become this account; nothing when we are it already."""
        return Switch(None, None, None) if self.is_me else Switch(self.uid, self.gid, ())

    def run(
        self, command: list[str | Path], *, text: str | None = None, environment: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Runs to its end as this account, `text` on its standard input. Not in our folder: it may not see it."""
        return subprocess.run(
            command,
            input=text or "",
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            user=self.switch.user,
            group=self.switch.group,
            extra_groups=self.switch.extra_groups,
        )

    def can_enter(self, path: Path) -> bool:
        """Whether this account reaches `path`, asked of the kernel rather than guessed from mode bits."""
        return self.run(["test", "-x", path]).returncode == 0


def of(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise PostgresError(
            f"User id {uid} has no name on this machine, and PostgreSQL needs one. Add it to /etc/passwd, "
            "run as another user, or set BALIE_DATABASE_URL to a database of your own."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def for_data(data: Path) -> Account:
    """The owner of the data where it exists, otherwise ourselves, or an unprivileged user when we are root."""
    me = os.geteuid()
    if (data / "PG_VERSION").exists() or (me and data.is_dir()):
        owner = data.stat().st_uid
        if me not in {0, owner}:
            raise PostgresError(f"The data in {data} belongs to {of(owner).name}: run as that user, or as root.")
        if owner:
            return of(owner)
    return of(me) if me else unprivileged()


def unprivileged() -> Account:
    """A system user of our own, made when it is missing; `nobody` where none can be made."""
    for name in (NAME, "nobody"):
        entry = _found(name) or _added(name)
        if entry:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL must not run as root, and no other user could be made. Run as an ordinary user.")


def _added(name: str) -> pwd.struct_passwd | None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if name != NAME or not command:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/var/lib/balie"]
    subprocess.run([command, *options, "--shell", "/usr/sbin/nologin", name], capture_output=True, check=False)
    return _found(name)


def _found(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None

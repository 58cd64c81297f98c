"""A real IMAP server for tests: Dovecot, on ports of its own, with its mail in a folder of the test."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from tests.support.desk import free_ports

USER, PASSWORD = "support@help.example", "secret"
_BINARY = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{home}/mail/%u
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
default_internal_user = {owner}
default_login_user = {login}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={home}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_idle_notify_interval = 2s
}}
"""


class Dovecot:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.lmtp_port = free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None
        self._delivered = 0

    def __enter__(self) -> "Dovecot":
        (self.home / "mail").mkdir(parents=True, exist_ok=True)
        config = self.home / "dovecot.conf"
        # Without root it can only be ourselves.
        owner = pwd.getpwnam("dovecot") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        login = "dovenull" if os.geteuid() == 0 else owner.pw_name
        group = grp.getgrgid(owner.pw_gid).gr_name
        config.write_text(
            _CONFIG.format(
                home=self.home,
                port=self.port,
                lmtp_port=self.lmtp_port,
                owner=owner.pw_name,
                group=group,
                login=login,
                password=PASSWORD,
            )
        )
        for folder in (self.home, self.home / "mail"):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self._process = subprocess.Popen([_BINARY, "-F", "-c", str(config)])
        _until_it_answers(self.port)
        return self

    def __exit__(self, *_problem: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(10)

    def deliver(self, raw: bytes, *, seen: bool = False) -> Path:
        """As a mail server would put it there; the file, to be spoilt."""
        folder = self.home / "mail" / USER / ("cur" if seen else "new")
        if not folder.exists():
            for name in ("cur", "new", "tmp"):
                (folder.parent / name).mkdir(parents=True, exist_ok=True)
            self._own(folder.parent)
        self._delivered += 1
        file = folder / f"{1700000000 + self._delivered}.{os.getpid()}_{self._delivered}.test{':2,S' if seen else ''}"
        file.write_bytes(raw)
        self._own(folder.parent)
        return file

    def renumber(self) -> None:
        """A UIDVALIDITY of its own, as after a restored backup: every message gets another number."""
        folder = self.home / "mail" / USER
        for known in folder.glob("dovecot*"):
            known.unlink()
        (folder / "dovecot-uidlist").write_text("3 V1234567 N1 G0123456789abcdef0123456789abcdef\n")
        self._own(folder)

    def _own(self, folder: Path) -> None:
        owner = (self.home / "mail").stat()
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)


def _until_it_answers(port: int) -> None:
    deadline = monotonic() + 10
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                assert line.recv(100).startswith(b"* OK")
                return
        except OSError:
            assert monotonic() < deadline, "Dovecot does not answer"
            Event().wait(0.05)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    # Not tmp_path: the server's users must be able to reach it.
    home = Path(tempfile.mkdtemp(prefix="balie-dovecot-"))
    home.chmod(0o755)
    try:
        with Dovecot(home) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)

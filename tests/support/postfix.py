"""A real mail server between the desk and the world: Postfix, on a port of its own, with its queue in a folder of the
test. What it is told to route goes there; anything else is refused."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

import pytest

_BINARY = shutil.which("postfix") or "/usr/sbin/postfix"
_PATIENCE = 30.0
_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = mx.test
mydestination =
relay_domains = {domains}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtp_host_lookup = native
transport_maps = texthash:{home}/transport
default_transport = error:the outside is closed
recipient_delimiter = +
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
minimal_backoff_time = 1s
queue_run_delay = 1s
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
"""


class Postfix:
    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        file = self.home / "log"
        return file.read_text() if file.exists() else "(it wrote no log)"

    def send(self, message: EmailMessage, *, sender: str, to: str) -> None:
        """As somebody's mail program hands it over."""
        with SMTP("127.0.0.1", self.port, timeout=_PATIENCE) as client:
            client.sendmail(sender, [to], message.as_bytes(policy=policy.SMTP))


@contextmanager
def running_postfix(routes: Mapping[str, str], port: int) -> Iterator[Postfix]:
    """`routes`: by domain, a transport as Postfix writes it, e.g. "lmtp:[127.0.0.1]:24"."""
    if os.geteuid() != 0:
        pytest.skip("Postfix runs for root alone: this journey is made by a `make test` of root's")
    home = Path(tempfile.mkdtemp(prefix="balie-postfix-"))
    # Its processes are several users.
    home.chmod(0o755)
    for name, owner in (("queue", "root"), ("data", "postfix")):
        (home / name).mkdir()
        shutil.chown(home / name, owner)
    (home / "main.cf").write_text(_MAIN.format(home=home, domains=", ".join(routes)))
    (home / "master.cf").write_text(_MASTER.format(port=port))
    (home / "transport").write_text("".join(f"{domain} {to}\n" for domain, to in routes.items()))
    running = Postfix(home, port)
    process = subprocess.Popen(
        [_BINARY, "-c", str(home), "start-fg"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        _until_it_answers(running, process)
        yield running
    finally:
        # The master has left the group of the script that started it.
        os.kill(int((home / "queue" / "pid" / "master.pid").read_text()), signal.SIGTERM)
        process.wait(_PATIENCE)
        shutil.rmtree(home, ignore_errors=True)


def _until_it_answers(running: Postfix, process: "subprocess.Popen[bytes]") -> None:
    for _time in range(int(_PATIENCE * 10)):
        try:
            with socket.create_connection(("127.0.0.1", running.port), timeout=_PATIENCE) as line:
                assert line.recv(100).startswith(b"220")
                return
        except ConnectionRefusedError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError(f"Postfix did not start: {running.log[-2000:]}")

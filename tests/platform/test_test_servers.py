"""What `make test` asks for on machines of several kinds, played by programs of their names."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

Machine = Callable[..., "subprocess.CompletedProcess[str]"]
SERVERS = {"dovecot-imapd": "1:2.3.21", "dovecot-lmtpd": "1:2.3.21", "dovecot-pop3d": "1:2.3.21", "postfix": "3.8.6"}
HELPERS = ("env", "grep", "ls", "sh", "timeout", "true")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """`installed` and `offered`: versions by package. `programs`: what a program of that name does."""

    def program(name: str, script: str) -> None:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def cases(versions: dict[str, str], words: str) -> str:
        return "".join(f"{name}) printf '{words}\\n' '{version}';;\n" for name, version in versions.items())

    def run(
        *, installed: dict[str, str], offered: dict[str, str], **programs: str
    ) -> "subprocess.CompletedProcess[str]":
        for name in HELPERS:
            (tmp_path / name).symlink_to(shutil.which(name) or "")
        program("dpkg-query", f'case "$4" in\n{cases(installed, "installed %s")}*) exit 1;;\nesac')
        program("apt-cache", f'case "$2" in\n{cases(offered, "  Candidate: %s")}esac')
        program("id", "echo 1000")
        for name, script in programs.items():
            program(name.replace("_", "-"), script)
        environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
        script = ROOT / "scripts" / "test-servers"
        return subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True, check=False)

    return run


def test_debian_needs_nothing_more(machine: Machine) -> None:
    done = machine(installed={**SERVERS, "chromium": "156.0"}, offered=SERVERS)
    assert (done.returncode, done.stderr) == (0, "")


def test_debian_has_it_as_a_package(machine: Machine) -> None:
    done = machine(installed={}, offered={**SERVERS, "chromium": "156.0"})
    assert done.returncode == 2
    assert "sudo apt-get install -y --no-install-recommends dovecot-imapd" in done.stderr
    assert done.stderr.rstrip().endswith("postfix chromium")


def test_where_apt_was_never_updated_it_is_asked_for_all_the_same(machine: Machine) -> None:
    done = machine(installed=SERVERS, offered={})
    assert done.stderr.rstrip().endswith("--no-install-recommends chromium")


def test_ubuntu_without_a_browser_says_what_to_install(machine: Machine) -> None:
    done = machine(
        installed={**SERVERS, "chromium-browser": "2:1snap1-0ubuntu2"}, offered=SERVERS, chromium_browser="exit 1"
    )
    assert done.returncode == 2
    for way in ("sudo snap install chromium", "google-chrome-stable", "playwright install"):
        assert way in done.stderr


@pytest.mark.parametrize("name", ["google_chrome", "chromium_browser", "google_chrome_stable"])
def test_ubuntu_with_a_browser_that_works_needs_nothing_more(machine: Machine, name: str) -> None:
    done = machine(installed=SERVERS, offered=SERVERS, **{name: "exit 0"})
    assert (done.returncode, done.stderr) == (0, "")


def test_playwrights_own_will_do(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / ".cache" / "ms-playwright" / "chromium-1200").mkdir(parents=True)
    assert machine(installed=SERVERS, offered=SERVERS).returncode == 0

"""Looking at processes from outside."""

import os
import select
from pathlib import Path

_PATIENCE = 30_000  # milliseconds


def descendants(pid: int) -> set[int]:
    """All that `pid` has started, directly or not."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def wait_until_gone(pid: int) -> None:
    """Ended, though perhaps not yet asked for its status by its parent."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    gone = poll.poll(_PATIENCE)
    os.close(handle)
    assert gone, f"process {pid} lives on: {command(pid)}"


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def processor_time(pids: set[int]) -> float:
    """What they, and those they have waited for, have used so far, in seconds: the same however busy the machine is."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pids: set[int]) -> float:
    """What they hold together, in MB: what several share is counted once."""
    total = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024

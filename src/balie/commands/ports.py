"""Whether the ports we need are free: said before anything starts, in words."""

import socket
import sys

from config.environment import number, text

_PORTS = {
    "web": ("BALIE_PORT", 8000, "the pages"),
    "live": ("BALIE_LIVE_PORT", 8001, "live connections"),
    "listen": ("BALIE_SMTP_PORT", 2525, "inbound mail"),
}


def check_free(*names: str) -> None:
    """Leaves with exit status 1 when one is taken. Asked, not tried: the web workers share their port on purpose, so a
    second desk on it would go unnoticed."""
    host = text("BALIE_HOST", "127.0.0.1")
    problems = []
    for name in names:
        variable, default, purpose = _PORTS[name]
        port = number(variable, default)
        try:
            with socket.create_server((host, port), family=_family(host)):
                pass
        except OSError as problem:
            problems.append(
                f"Port {port} of {host}, for {purpose}, cannot be used: {problem.strerror or problem}. "
                f"End what listens there, or set {variable} to another."
            )
    if problems:
        sys.stderr.write("\n".join(problems) + "\n")
        raise SystemExit(1)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET

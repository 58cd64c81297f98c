"""Whether the desk lives (/healthz) and can do its work (/readyz)."""

import socket
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from balie.jobs import presence

_PATIENCE = 1.0  # seconds that the mail listener may take to greet


@require_safe
def healthz(_: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a database outage does not make anyone restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_: HttpRequest) -> HttpResponse:
    """200 when all can be used, otherwise 503; `problems` says of each part what is wrong and what to do."""
    problems = {name: words for name, check in CHECKS.items() if (words := check())}
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        return f"The database cannot be used: {str(problem).strip()}"
    return ""


def _worker() -> str:
    try:
        workers = presence.working()
    except DatabaseError:
        return "Not known: workers are seen in the database."
    if not workers:
        return "No worker has been heard of: mail is neither processed nor sent. Start one: balie worker"
    failing = {name: words for worker in workers for name, words in worker.failing.items()}
    return "; ".join(f"The queue {name} fails and is tried again: {words}" for name, words in failing.items())


def _mail() -> str:
    host, port = settings.BALIE_HOST, settings.BALIE_SMTP_PORT
    try:
        with socket.create_connection((reachable(host), port), timeout=_PATIENCE) as line:
            line.settimeout(_PATIENCE)
            greeting = line.recv(256)
            line.sendall(b"QUIT\r\n")
    except OSError as problem:
        return f"Mail is not taken in at {host}:{port}: {problem.strerror or problem}. Start it: balie listen"
    if not greeting.startswith(b"220"):
        return f"What answers at {host}:{port} takes no mail: {greeting.decode('latin-1').strip()!r}"
    return ""


def reachable(host: str) -> str:
    """Where to reach what listens on `host`, which may be every address of the machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "worker": _worker, "mail": _mail}

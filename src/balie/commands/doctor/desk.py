"""What the settings, the database and the processes say."""

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, run_checks

from balie.commands.doctor.finding import Finding
from balie.commands.whereabouts import Served, told

_PATIENCE = 5.0


def findings() -> Iterator[Finding]:
    yield from _settings()
    yield _server()
    if (tables := _tables()).state != "ok":
        yield tables
        return
    yield tables
    yield _administrator()
    yield from _mailboxes()
    yield _outgoing_mail()
    yield from _processes()


def _settings() -> Iterator[Finding]:
    messages = run_checks()
    for message in messages:
        make = Finding.failed if message.level >= ERROR else Finding.warning
        yield make("settings", str(message.msg), str(message.hint or "See docs/settings.md."))
    if not messages:
        yield Finding.good("settings", "make sense")


def _server() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), lower('Ü') = 'ü'")
        version, knows_letters = cursor.fetchone()
    if not knows_letters:
        found = f"{version}, with a locale that knows no letters beyond a to z: searching finds them as written only"
        advice = "Make the database anew with LOCALE 'C.UTF-8' TEMPLATE template0, and bring all back: balie restore"
        return Finding.warning("postgres", found, advice)
    return Finding.good("postgres", version)


def _tables() -> Finding:
    from balie.commands.schema import is_behind

    if is_behind():
        return Finding.warning("tables", "are of an older version", "They are brought up to date at the next start.")
    return Finding.good("tables", "are up to date")


def _administrator() -> Finding:
    from balie.accounts.models import Role, User

    count = User.objects.filter(role=Role.ADMIN, is_active=True).count()
    if count:
        return Finding.good("sign-in", f"{count} administrators")
    return Finding.failed("sign-in", "nobody is administrator", "Add one: balie user add ADDRESS --role admin")


def _mailboxes() -> Iterator[Finding]:
    from balie.channels.email.models import Mailbox

    for mailbox in Mailbox.objects.filter(is_active=True, failing_since__isnull=False):
        found = f"{mailbox.address} cannot be fetched since {mailbox.failing_since:%d %b %H:%M}: {mailbox.last_error}"
        yield Finding.failed("mailbox", found, f"Check it at {_url()}/desk/settings/")


def _url() -> str:
    """As people type it who use the desk that runs."""
    return next((served.url for served in told(settings.BALIE_HOME)), settings.BALIE_URL)


def _outgoing_mail() -> Finding:
    parts = urlsplit(settings.BALIE_OUTGOING_MAIL)
    if parts.scheme == "file":
        advice = "Set BALIE_OUTGOING_MAIL=smtp://user:password@host:port so that mail leaves."
        return Finding.warning("mail out", f"is kept as files in {parts.path}", advice)
    make = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with make(parts.hostname or "", parts.port or 0, timeout=_PATIENCE) as server:
            server.ehlo_or_helo_if_needed()
    except OSError as problem:  # smtplib's errors are among these
        found = f"{parts.hostname}:{parts.port} does not answer as a mail server: {problem}"
        return Finding.failed("mail out", found, "Check BALIE_OUTGOING_MAIL and that this machine may connect there.")
    return Finding.good("mail out", f"{parts.hostname} answers")


def _processes() -> Iterator[Finding]:
    """Those that run, at whatever port; where nobody runs, the one that the settings name is asked."""
    asked = Served(settings.BALIE_HOST, settings.BALIE_PORT, settings.BALIE_URL)
    for served in told(settings.BALIE_HOME) or [asked]:
        yield from _of(served)


def _of(served: Served) -> Iterator[Finding]:
    from config.health import reachable

    host = reachable(served.host)
    url = f"http://{f'[{host}]' if ':' in host else host}:{served.port}/readyz"
    request = urllib.request.Request(url, headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 -- our own address
            problems = json.load(answer)["problems"]
    except urllib.error.HTTPError as answer:
        problems = json.load(answer)["problems"]
    except (OSError, ValueError, KeyError):
        yield Finding.warning("desk", f"nothing answers at {url}", "Start it: make run")
        return
    for name, words in problems.items():
        yield Finding.failed(name, words, "The log of that process says more.")
    if not problems:
        yield Finding.good("desk", f"runs at {served.url}, and is ready")

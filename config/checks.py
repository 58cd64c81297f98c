"""What is wrong with the settings, and what to do."""

import difflib
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's own name

# Each is described in docs/settings.md.
NAMES = frozenset(
    {
        "BALIE_ALLOWED_HOSTS",
        "BALIE_API_RATE_LIMIT",
        "BALIE_BEHIND_PROXY",
        "BALIE_DATABASE_POOL",
        "BALIE_DATABASE_URL",
        "BALIE_DEBUG",
        "BALIE_FILES",
        "BALIE_HOME",
        "BALIE_HOST",
        "BALIE_INSIDE_HOSTS",
        "BALIE_LIVE_PORT",
        "BALIE_LIVE_URL",
        "BALIE_LOG_LEVEL",
        "BALIE_MAIL_FROM",
        "BALIE_MAIL_SIZE_LIMIT",
        "BALIE_METRICS_TOKEN",
        "BALIE_OUTGOING_MAIL",
        "BALIE_PORT",
        "BALIE_SECRET_KEY",
        "BALIE_SMTP_PORT",
        "BALIE_TIME_ZONE",
        "BALIE_UPLOAD_SIZE_LIMIT",
        "BALIE_URL",
        "BALIE_WEB_WORKERS",
    }
)
_LOCAL = {"localhost", "127.0.0.1", "::1"}

Check = Callable[[], Iterator[CheckMessage]]


@register
def check_settings(app_configs: object, **_: Any) -> list[CheckMessage]:  # noqa: ARG001 -- Django's signature
    checks: tuple[Check, ...] = (_names, _url, _ports, _outgoing_mail, _files, _live_url, _secret_key)
    return [message for check in checks for message in check()]


def _names() -> Iterator[CheckMessage]:
    for name in sorted(os.environ):
        if name.startswith("BALIE_") and name not in NAMES:
            close = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"Did you mean {close[0]}?" if close else "All settings are described in docs/settings.md."
            yield Warning(f"{name} is not a setting of Balie.", hint=hint, id="balie.W001")


def _url() -> Iterator[CheckMessage]:
    url = urlsplit(settings.BALIE_URL)
    if url.scheme not in {"http", "https"} or not url.hostname:
        hint = "Set BALIE_URL to what people type, for example https://help.example.com"
        yield Error(f"BALIE_URL is no address: {settings.BALIE_URL}", hint=hint, id="balie.E001")
    elif url.path not in {"", "/"}:
        yield Error(f"BALIE_URL has a path ({url.path}).", hint="Give Balie a name of its own.", id="balie.E002")
    elif url.scheme == "http" and url.hostname not in _LOCAL:
        hint = "Put a proxy with TLS before it, then set BALIE_URL=https://… and BALIE_BEHIND_PROXY=1."
        yield Warning(f"{settings.BALIE_URL} sends passwords readable to all between.", hint=hint, id="balie.W002")


def _ports() -> Iterator[CheckMessage]:
    seen: dict[int, str] = {}
    for name in ("BALIE_PORT", "BALIE_LIVE_PORT", "BALIE_SMTP_PORT"):
        port = getattr(settings, name)
        if not 0 < port < 65536:
            yield Error(f"{name} is {port}.", hint="Ports are numbers from 1 to 65535.", id="balie.E003")
        elif port in seen:
            hint = f"Set {name} to another."
            yield Error(f"{name} and {seen[port]} are both {port}.", hint=hint, id="balie.E004")
        seen.setdefault(port, name)


def _outgoing_mail() -> Iterator[CheckMessage]:
    address = settings.BALIE_OUTGOING_MAIL
    parts = urlsplit(address)
    good = parts.path if parts.scheme == "file" else parts.scheme in {"smtp", "smtps"} and parts.hostname
    if not good:
        hint = "Use smtp://user:password@host:port, smtps://…, or file:DIR to keep mails as files."
        yield Error("BALIE_OUTGOING_MAIL says no way for mail to leave.", hint=hint, id="balie.E005")


def _files() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.BALIE_FILES)
    good = parts.path if parts.scheme == "file" else parts.scheme == "s3" and parts.netloc
    if not good:
        yield Error("BALIE_FILES says no place for files.", hint="Use file:DIR or s3://BUCKET/PREFIX.", id="balie.E006")


def _live_url() -> Iterator[CheckMessage]:
    url = settings.BALIE_LIVE_URL
    if url and urlsplit(url).scheme not in {"ws", "wss"}:
        hint = "Use ws://host:port/live, or wss://… when the pages are reached by https."
        yield Error(f"BALIE_LIVE_URL is no WebSocket address: {url}", hint=hint, id="balie.E007")
    elif settings.BALIE_URL.startswith("https:") and not url.startswith("wss:"):
        hint = "Let your proxy pass wss://…/live on to the live port, and set BALIE_LIVE_URL to that address."
        yield Warning("Browsers refuse unencrypted live connections on https pages.", hint=hint, id="balie.W003")


def _secret_key() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < 32:
        hint = "Use 32 random characters or more, or leave it unset: Balie makes one."
        yield Error("BALIE_SECRET_KEY is so short that it can be guessed.", hint=hint, id="balie.E008")

"""What Balie says while it works: words at a terminal, one JSON object a line otherwise; always on stderr.

Every line within a request carries its `request`; whatever runs because of an event binds `event_id`
(`structlog.contextvars.bound_contextvars(event_id=…)`), so that one story can be read across processes.
"""

import logging
import logging.config
import re
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

_log = structlog.get_logger("balie.requests")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
# What opens something for whoever has it: the last part of these addresses, wherever a line names one. Paths of files
# are left as they are.
_SECRET = re.compile(r"((?:\bhttps?://[^/\s]+|(?<![\w./-]))(?:/r/|/s/|/accounts/password/reset/key/))[^\s\"'<>\\]+")
_QUIET = ("/static/", "/healthz", "/readyz", "/metrics")

_SHARED: list[Processor] = [
    merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(options: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG; `options["level"]` is a name of the standard library's levels."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": _SHARED,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        _without_keys,
                        _rendering(),
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                # Without the handlers that Django brings: what is said is said once, and through these processors.
                "django": {"level": "INFO"},
                # The request log says it once already, with the id.
                "django.server": {"level": "ERROR"},
                "django.request": {"level": "ERROR"},
                "procrastinate": {"level": "WARNING"},
                # Each line that is read, and each way that is tried.
                "mail.log": {"level": "WARNING"},
                "flufl.bounce": {"level": "WARNING"},
                "_granian": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _rendering() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _without_keys(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Not only in the request log: Django names the path of what failed, and an error may name an address."""
    for name, value in line.items():
        if isinstance(value, str) and "/" in value:
            line[name] = _SECRET.sub(r"\1…", value)
    return line


class RequestLog:
    """One line a request. Never the query, which may hold what someone searched, and no signed link."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identity = given if _REQUEST_ID.match(given) else secrets.token_hex(8)
        clear_contextvars()
        bind_contextvars(request=identity)
        began = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = identity
        if response.status_code >= 500 or not request.path.startswith(_QUIET):
            took = round((time.perf_counter() - began) * 1000, 1)
            level = logging.WARNING if response.status_code >= 500 else logging.INFO
            _log.log(level, "request", method=request.method, path=request.path, status=response.status_code, ms=took)
        return response

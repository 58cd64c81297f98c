"""What the log says of a request."""

import logging
from collections.abc import Iterator

import pytest
from django.core.handlers.base import BaseHandler
from django.core.signing import Signer
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from structlog.stdlib import ProcessorFormatter

from config.logs import RequestLog

KEY = Signer().sign("5.7")
OPENING = [
    (f"/r/{KEY}/", "/r/…"),
    (f"/s/{KEY}/", "/s/…"),
    ("/accounts/password/reset/key/3-abcdef/", "/accounts/password/reset/key/…"),
]


def lines(records: list[logging.LogRecord]) -> Iterator[str]:
    """As they stand on stderr."""
    formatters = (handler.formatter for handler in logging.getLogger().handlers)
    ours = next(formatter for formatter in formatters if isinstance(formatter, ProcessorFormatter))
    return (ours.format(record) for record in records)


@pytest.mark.parametrize(("path", "told"), [("/desk/tickets/5/", "/desk/tickets/5/"), *OPENING])
def test_the_log_holds_no_key(path: str, told: str, rf: RequestFactory, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="balie.requests"):
        RequestLog(lambda _request: HttpResponse())(rf.get(path, {"q": "secret"}))
    (line,) = lines(caplog.records)
    assert f'"path": "{told}"' in line
    assert "secret" not in line


@pytest.mark.parametrize(("path", "told"), OPENING)
def test_nor_does_the_line_of_a_page_that_fails(
    path: str, told: str, rf: RequestFactory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(request: HttpRequest) -> HttpResponse:
        raise LookupError(f"nothing at {request.build_absolute_uri()}")

    handler = BaseHandler()
    handler.load_middleware()
    monkeypatch.setattr(handler, "resolve_request", lambda _request: (fails, (), {}))
    response = handler.get_response(rf.get(path))
    assert response.status_code == 500
    said = "".join(lines(caplog.records))
    assert f"Internal Server Error: {told}" in said
    assert f"LookupError: nothing at http://testserver{told}" in said
    assert path not in said


def test_paths_of_files_stay_whole(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("balie").info("read /srv/r/mail/s/letter.eml, https://example.org/docs/r/page")
    assert "/srv/r/mail/s/letter.eml, https://example.org/docs/r/page" in "".join(lines(caplog.records))

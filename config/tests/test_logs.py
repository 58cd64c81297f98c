"""What the log says of a request."""

import logging

import pytest
from django.core.signing import Signer
from django.http import HttpResponse
from django.test import RequestFactory

from config.logs import RequestLog


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/desk/tickets/5/", "/desk/tickets/5/"),
        (f"/r/{Signer().sign('5.7')}/", "/r/…"),
        (f"/s/{Signer().sign('5')}/", "/s/…"),
        ("/accounts/password/reset/key/3-abcdef/", "/accounts/password/reset/key/…"),
    ],
)
def test_the_log_holds_no_key(path: str, told: str, rf: RequestFactory, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="balie.requests"):
        RequestLog(lambda _request: HttpResponse())(rf.get(path, {"q": "secret"}))
    lines = [line for record in caplog.records if isinstance(line := record.msg, dict)]
    assert [line["path"] for line in lines if line["event"] == "request"] == [told]
    assert "secret" not in str(lines)

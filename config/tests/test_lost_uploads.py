"""Whoever goes away in the middle of sending a form makes no error of ours."""

import io
import logging
from typing import Any

import pytest
from django.test import Client


class Gone(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        raise OSError("connection reset")


@pytest.mark.parametrize("path", ["/requests/new/", "/accounts/login/"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_form_that_broke_off_is_refused(db: None, caplog: pytest.LogCaptureFixture, path: str, kind: str) -> None:
    client = Client(raise_request_exception=False)
    lost: dict[str, Any] = {"wsgi.input": Gone()}
    answer = client.generic("POST", path, b"x", kind, **lost)
    assert answer.status_code == 400
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []

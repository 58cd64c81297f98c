"""Files of strangers must not do anything in our origin."""

from pathlib import Path

import pytest
from django.http import FileResponse
from pytest_django import Settings

from balie.files.serving import response_for
from balie.files.storage import store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.BALIE_FILES = f"file:{tmp_path}"


def body(response: FileResponse) -> bytes:
    data = response.getvalue()
    response.close()
    return data


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/pdf"])
def test_what_could_run_is_only_offered_for_saving(kind: str) -> None:
    response = response_for(store(b"<script>alert(1)</script>"), "page.html", kind, inline=True)

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] in {"application/octet-stream", "application/pdf"}
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_picture_is_shown_in_place_when_asked_for() -> None:
    shown = response_for(store(b"\x89PNG"), "roll.png", "image/png; name=x", inline=True)
    saved = response_for(store(b"\x89PNG"), "roll.png", "image/png")

    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert body(shown) == body(saved) == b"\x89PNG"
    assert shown["Cache-Control"] == "private, max-age=86400"


def test_a_name_beyond_ascii_arrives_whole() -> None:
    response = response_for(store(b"x").pk, 'Grö"ße\r\n.txt', "text/plain")

    assert "filename*=utf-8''Gr%C3%B6%22%C3%9Fe" in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]
    response.close()

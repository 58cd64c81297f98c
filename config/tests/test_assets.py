"""What Vite built, as templates need it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from pytest_django import Settings

from config import assets

BUILT = {
    "entries/desk.ts": {"file": "desk-11111111.js", "imports": ["entries/portal.ts"]},
    "entries/portal.ts": {"file": "portal-22222222.js", "css": ["portal-33333333.css"]},
    "icons.svg": {"file": "icons-44444444.svg"},
}


def forget() -> None:
    assets._read.cache_clear()
    assets._tags.cache_clear()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(BUILT))
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    forget()
    yield manifest
    forget()


def test_an_entry_brings_the_styles_and_scripts_of_what_it_imports(built: Path) -> None:
    tags = assets.asset("entries/desk.ts")

    assert '<link rel="stylesheet" href="/static/portal-33333333.css">' in tags
    assert '<link rel="modulepreload" href="/static/portal-22222222.js">' in tags
    assert '<script type="module" src="/static/desk-11111111.js"></script>' in tags


def test_an_icon_is_decoration_unless_it_has_a_label(built: Path) -> None:
    assert 'aria-hidden="true"' in assets.icon("inbox")
    assert 'href="/static/icons-44444444.svg#inbox"' in assets.icon("inbox")
    assert 'role="img" aria-label="&lt;Inbox&gt;"' in assets.icon("inbox", "<Inbox>")


def test_an_unknown_icon_is_told_while_developing_and_left_out_otherwise(settings: Settings) -> None:
    with pytest.raises(LookupError, match=r"icons\.json"):
        assets.icon("no-such-icon")
    settings.BALIE_STRICT_TEMPLATES = False
    assert assets.icon("no-such-icon") == ""


def test_pages_come_without_assets_before_the_first_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "nothing.json")
    forget()

    assert assets.missing()
    assert assets.asset("entries/desk.ts") == ""
    assert assets.asset_url("icons.svg") == ""


def test_while_developing_a_rebuild_shows_without_a_restart(built: Path, settings: Settings) -> None:
    settings.DEBUG = True
    assert assets.asset_url("icons.svg") == "/static/icons-44444444.svg"
    built.write_text(json.dumps({"icons.svg": {"file": "icons-55555555.svg"}}))
    built.touch()

    assert assets.asset_url("icons.svg") == "/static/icons-55555555.svg"


def test_a_template_that_was_compiled_before_a_build_shows_the_icons_of_the_new_one(built: Path) -> None:
    template = engines["jinja2"].from_string('{{ "inbox"|icon }}')
    built.write_text(json.dumps({"icons.svg": {"file": "icons-55555555.svg"}}))
    assets._read.cache_clear()

    assert "/static/icons-55555555.svg#inbox" in template.render()

"""English is in the code; Dutch, German and Italian are complete."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.architecture.sources import ROOT

LANGUAGES = ("nl", "de", "it")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for form, text in entry.msgstr_plural.items():
        yield (entry.msgid if form == 0 else entry.msgid_plural), text


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str | None, str]]:
    """All texts of code and templates, as `make messages` finds them."""
    template: Path = tmp_path_factory.mktemp("messages") / "django.pot"
    subprocess.run([ROOT / "scripts" / "messages", template], check=True, capture_output=True)
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(template))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str, extracted: set[tuple[str | None, str]]) -> None:
    found = catalogue(language)
    known = {(entry.msgctxt, entry.msgid) for entry in found if not entry.obsolete}
    assert extracted - known == set(), "run `make messages` and translate"
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    assert [entry.msgid for entry in found.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    for entry in (entry for entry in catalogue(language) if not entry.obsolete):
        for source, text in pairs(entry):
            wanted, got = set(_PLACEHOLDER.findall(source)), set(_PLACEHOLDER.findall(text))
            # A singular may say "one" where the source counts.
            assert got <= wanted | set(_PLACEHOLDER.findall(entry.msgid_plural)), entry.msgid
            if not entry.msgid_plural:
                assert got == wanted, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_counts_as_the_language_does(language: str) -> None:
    metadata = catalogue(language).metadata
    assert metadata["Language"] == language
    assert metadata["Plural-Forms"].startswith("nplurals=2; plural=(n != 1)")

"""How a custom field of anything is called, and what can be chosen in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from balie.core.refusals import NotAllowed
from balie.core.visible import visible
from balie.custom_fields.definitions import CHOSEN, Definition, Option, Value
from balie.custom_fields.records import FieldRecord
from balie.custom_fields.refusing import told
from balie.custom_fields.values import Wrong, normal

MOST = 200
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a field is to be. `options` in their order; those that are left out are offered no more."""

    label: str
    help: str = ""
    options: Sequence[Option] = ()
    default: object = None
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def fill_words(record: FieldRecord, words: Words) -> tuple[str, ...]:
    """Nothing is saved: the names of what is to be. Raises NotAllowed."""
    if not visible(words.label):
        raise NotAllowed(_("A field needs a name."))
    options = _options(record, words)
    if record.type in CHOSEN and not any(not option.gone for option in options):
        raise NotAllowed(_("Write what can be chosen, one on each line."))
    default = _default(record, options, words.default)
    record.label, record.help = words.label.strip()[:80], words.help.strip()[:300]
    record.options = [list(option) for option in options]
    record.translations = {language: dict(said) for language, said in words.translations.items()}
    record.default = default
    return "label", "help", "options", "translations", "default"


def must_be_free(key: str, taken: Collection[str]) -> None:
    if not _KEY.fullmatch(key):
        raise NotAllowed(_("A key has small letters, digits and underscores, and begins with a letter."))
    if key in taken:
        raise NotAllowed(_("“%(key)s” is taken.") % {"key": key})


def key_among(taken: Collection[str], label: str) -> str:
    """From what it is called: free, and as filters take it."""
    plain = unicodedata.normalize("NFKD", label.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36] or "field"
    key = key if key[0].isalpha() else f"field_{key}"[:36]
    return next(one for one in (key, *(f"{key}_{n}" for n in range(2, MOST + 2))) if one not in taken)


def _options(record: FieldRecord, words: Words) -> list[Option]:
    """Those of before that are left out stand at the end, gone."""
    if record.type not in CHOSEN:
        return []
    wanted = {option.id for option in words.options}
    left = (Option(*option)._replace(gone=True) for option in record.options if option[0] not in wanted)
    return [*words.options, *left]


def _default(record: FieldRecord, options: list[Option], given: object) -> Value:
    definition = Definition(0, record.key, record.type, record.label, options=tuple(options))
    try:
        return normal(definition, given)
    except Wrong as wrong:
        raise NotAllowed(_("What it holds at first: %(why)s") % {"why": told(wrong.why, record.type)}) from wrong

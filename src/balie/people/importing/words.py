"""Words that people write in a column, in the four languages: which language somebody reads, yes and no. Pure."""

import re

from balie.people.importing.recognising import letters

_CODE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
_LANGUAGES = {
    "en": "english engels englisch inglese eng",
    "nl": "dutch nederlands niederlandisch olandese nld vlaams flemish flamisch",
    "de": "german duits deutsch tedesco deu ger",
    "it": "italian italiaans italienisch italiano ita",
}
_NAMED = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_YES = frozenset("yes y ja j si s true wahr waar vero x 1 vip".split())  # noqa: SIM905 -- as above
_NO = frozenset("no n nee nein false falsch onwaar falso 0".split())  # noqa: SIM905 -- as above


def language_meant(text: str) -> str:
    """Its code; of a dialect of a language we speak, that language's. Raises ValueError."""
    code = text.strip().lower().replace("_", "-")
    if not code:
        return ""
    if named := _NAMED.get(letters(text)):
        return named
    if not _CODE.fullmatch(code):
        raise ValueError(text)
    return code[:2] if code[:2] in _LANGUAGES else code


def yes_or_no(text: str) -> bool | None:
    """None where nothing is said. Raises ValueError."""
    word = letters(text)
    if not text.strip():
        return None
    if word in _YES:
        return True
    if word in _NO or text.strip() in {"-", "–"}:
        return False
    raise ValueError(text)

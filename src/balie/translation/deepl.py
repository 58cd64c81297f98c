"""A service that speaks as DeepL does: https://developers.deepl.com/docs/api-reference/translate"""

from dataclasses import dataclass
from typing import Any

from balie.translation.asking import ask
from balie.translation.provider import Failed, Translated, Why

_PAID, _FREE = "https://api.deepl.com", "https://api-free.deepl.com"
_WHY = {403: Why.KEY, 401: Why.KEY, 429: Why.USED_UP, 456: Why.USED_UP, 400: Why.LANGUAGE, 413: Why.TOO_LONG}


@dataclass(frozen=True, slots=True)
class DeepL:
    """Without an address it is DeepL itself; keys of its free plan end in `:fx`."""

    url: str = ""
    key: str = ""

    def translate(self, words: str, *, html: bool, source: str, target: str) -> Translated:
        body: dict[str, object] = {"text": [words], "target_lang": "EN-GB" if target == "en" else target.upper()}
        if source:
            body["source_lang"] = source.upper()
        if html:
            body["tag_handling"] = "html"
        base = self.url or (_FREE if self.key.endswith(":fx") else _PAID)
        answer = ask(f"{base.rstrip('/')}/v2/translate", body, {"Authorization": f"DeepL-Auth-Key {self.key}"})
        if answer.status != 200:
            raise Failed(_WHY.get(answer.status, Why.UNEXPECTED))
        return _read(answer.said.get("translations"))


def _read(translations: Any) -> Translated:
    first = translations[0] if isinstance(translations, list) and translations else None
    if not isinstance(first, dict) or not isinstance(text := first.get("text"), str):
        raise Failed(Why.UNEXPECTED)
    return Translated(text, str(first.get("detected_source_language", ""))[:2].lower())

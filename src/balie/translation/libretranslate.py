"""A service that speaks as LibreTranslate does: https://docs.libretranslate.com/api/operations/translate/"""

from dataclasses import dataclass

from balie.translation.asking import Answer, ask
from balie.translation.provider import Failed, Translated, Why

_WHY = {403: Why.KEY, 401: Why.KEY, 429: Why.USED_UP, 400: Why.LANGUAGE}


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    url: str
    key: str = ""

    def translate(self, words: str, *, html: bool, source: str, target: str) -> Translated:
        body = {"q": words, "source": source or "auto", "target": target, "format": "html" if html else "text"}
        answer = ask(f"{self.url.rstrip('/')}/translate", body | ({"api_key": self.key} if self.key else {}), {})
        if answer.status != 200:
            raise Failed(_WHY.get(answer.status, Why.UNEXPECTED))
        return Translated(_text(answer), source or _detected(answer))


def _text(answer: Answer) -> str:
    text = answer.said.get("translatedText")
    if not isinstance(text, str):
        raise Failed(Why.UNEXPECTED)
    return text


def _detected(answer: Answer) -> str:
    found = answer.said.get("detectedLanguage")
    return str(found.get("language", ""))[:2].lower() if isinstance(found, dict) else ""

"""Which service translates, if any, and what it is asked."""

from dataclasses import dataclass

from balie.core import sealing
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.translation.asking import checked
from balie.translation.deepl import DeepL
from balie.translation.libretranslate import LibreTranslate
from balie.translation.models import Kind, Service
from balie.translation.provider import LONGEST, Failed, Provider, Translated, Why
from balie.translation.thinning import restored, thin

_OF = {"salt": "balie.translation", "purpose": "key"}
PROVIDERS: dict[str, type[LibreTranslate] | type[DeepL]] = {Kind.LIBRETRANSLATE: LibreTranslate, Kind.DEEPL: DeepL}


@dataclass(frozen=True, slots=True)
class Choice:
    """`key`: None keeps the one that is known, for the same service at the same address."""

    kind: str = Kind.NONE
    url: str = ""
    key: str | None = None


def service() -> Service:
    return Service.objects.filter(pk=Service.ONLY).first() or Service(pk=Service.ONLY)


@joined
def choose(*, choice: Choice, actor: Actor) -> None:
    """Raises Failed where the address is none that is asked."""
    if choice.kind and choice.url:
        checked(choice.url)
    sealed = sealing.seal(key_of(choice), **_OF)
    values = {
        "kind": choice.kind,
        "url": choice.url if choice.kind else "",
        "sealed_key": sealed if choice.kind else "",
    }
    Service.objects.update_or_create(pk=Service.ONLY, defaults=values)
    record("translation.chosen", actor=actor, service=choice.kind)


def key_of(choice: Choice) -> str:
    """The known one never goes to another address than it was given for."""
    known = service()
    if choice.key is None and (known.kind, known.url) == (choice.kind, choice.url):
        return _unsealed(known)
    return choice.key or ""


def provider_of(choice: Choice) -> Provider:
    """Raises Failed where there is none."""
    made = PROVIDERS.get(choice.kind)
    if made is None:
        raise Failed(Why.ADDRESS)
    return made(choice.url, key_of(choice))


def chosen() -> tuple[str, Provider]:
    """The kind that is set, and how it is asked. Raises Failed where there is none."""
    known = service()
    return known.kind, provider_of(Choice(known.kind, known.url))


def translated(provider: Provider, words: str, *, html: bool, source: str, target: str) -> Translated:
    """HTML goes without its attributes and comes back with them. Raises Failed."""
    sent = thin(words) if html else None
    asked = sent.html if sent else words
    if len(asked) > LONGEST:
        raise Failed(Why.TOO_LONG)
    answer = provider.translate(asked, html=html, source=source, target=target)
    return Translated(restored(answer.words, sent), answer.source) if sent else answer


def _unsealed(known: Service) -> str:
    try:
        return sealing.unseal(known.sealed_key, **_OF)
    except sealing.Unreadable as error:
        raise Failed(Why.KEY) from error

"""The services that are there, over a wire to this machine."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from balie.events.actor import Actor
from balie.translation import asking
from balie.translation.asking import checked
from balie.translation.choosing import Choice, choose, chosen, provider_of, service, translated
from balie.translation.provider import LONGEST, Failed, Why
from balie.translation.tests.service import KEY, Desk, translation_service

HELLO, HALLO = "Buongiorno, la stampante non funziona.", "Goedemorgen, de printer werkt niet."
ADMIN = Actor.user(1)


@pytest.fixture
def there(settings: Any) -> Iterator[Desk]:
    with translation_service() as desk:
        settings.BALIE_INSIDE_HOSTS = [desk.host]
        yield desk


def tried(choice: Choice, words: str = HELLO, *, html: bool = False, source: str = "") -> tuple[str, str]:
    made = translated(provider_of(choice), words, html=html, source=source, target="nl")
    return made.words, made.source


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["libretranslate", "deepl"])
def test_each_translates_text_and_says_what_it_was(there: Desk, kind: str) -> None:
    assert tried(Choice(kind, there.url, KEY)) == (HALLO, "it")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["libretranslate", "deepl"])
def test_addresses_of_links_and_pictures_stay_in_the_house(there: Desk, kind: str) -> None:
    html = f'<p>{HELLO} <a href="https://example.org/token=secret">x</a><img src="cid:one"></p>'
    said, _source = tried(Choice(kind, there.url, KEY), html, html=True, source="it")
    assert said == html.replace(HELLO, HALLO)
    asked = str(there.asked[0][2])
    assert "secret" not in asked and "cid:" not in asked


@pytest.mark.django_db
def test_a_key_travels_as_each_service_wants_it(there: Desk) -> None:
    tried(Choice("libretranslate", there.url, KEY))
    tried(Choice("deepl", there.url, KEY), source="it")
    (path, _headers, libre), (other, headers, deepl) = there.asked
    assert (path, libre["api_key"], libre["source"]) == ("/translate", KEY, "auto")
    assert (other, headers["authorization"]) == ("/v2/translate", f"DeepL-Auth-Key {KEY}")
    assert (deepl["target_lang"], deepl["source_lang"]) == ("NL", "IT")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "why"), [(403, Why.KEY), (429, Why.USED_UP), (400, Why.LANGUAGE), (500, Why.UNEXPECTED)]
)
def test_what_goes_wrong_is_told_apart(there: Desk, status: int, why: Why) -> None:
    there.status = status
    for kind in ("libretranslate", "deepl"):
        with pytest.raises(Failed) as failed:
            tried(Choice(kind, there.url, KEY))
        assert failed.value.why == why


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [b"no json", b"[]", b"{}", b'{"translatedText": 3}', b'{"translations": [3]}'])
def test_nonsense_is_no_translation(there: Desk, raw: bytes) -> None:
    there.raw = raw
    for kind in ("libretranslate", "deepl"):
        with pytest.raises(Failed) as failed:
            tried(Choice(kind, there.url, KEY))
        assert failed.value.why == Why.UNEXPECTED


@pytest.mark.django_db
def test_nothing_inside_is_asked_unless_the_server_is_told_so(there: Desk, settings: Any) -> None:
    settings.BALIE_INSIDE_HOSTS = []
    for url in (there.url, "http://example.org", "ftp://example.org", "https://a:b@example.org", "https://x:99999"):
        with pytest.raises(Failed) as failed:
            checked(url)
        assert failed.value.why == Why.ADDRESS
    with pytest.raises(Failed) as failed:
        tried(Choice("libretranslate", there.url.replace("http:", "https:")))
    assert failed.value.why == Why.INSIDE
    assert not there.asked


@pytest.mark.django_db
def test_who_does_not_answer_is_given_up(settings: Any) -> None:
    settings.BALIE_INSIDE_HOSTS = ["127.0.0.1"]
    with pytest.raises(Failed) as failed:
        tried(Choice("libretranslate", "http://127.0.0.1:9"))
    assert failed.value.why == Why.UNREACHABLE


@pytest.mark.django_db
def test_one_that_is_away_is_not_asked_again_at_once(there: Desk) -> None:
    there.status = 503
    why = []
    for _ in range(3):
        with pytest.raises(Failed) as failed:
            tried(Choice("libretranslate", there.url, KEY))
        why.append(failed.value.why)
    assert why == [Why.UNREACHABLE, Why.RESTING, Why.RESTING]
    assert len(there.asked) == 1


@pytest.mark.django_db
def test_who_never_shakes_hands_is_cut_off_in_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_PATIENCE", 0.5)
    settings.BALIE_INSIDE_HOSTS = ["127.0.0.1"]

    with socket.create_server(("127.0.0.1", 0)) as listener:  # takes the connection, and says nothing
        begun = time.monotonic()
        with pytest.raises(Failed) as failed:
            tried(Choice("libretranslate", f"https://127.0.0.1:{listener.getsockname()[1]}"))
        took = time.monotonic() - begun
    assert failed.value.why == Why.UNREACHABLE
    assert took < 5


@pytest.mark.django_db
def test_what_is_too_long_is_not_sent(there: Desk) -> None:
    with pytest.raises(Failed) as failed:
        tried(Choice("libretranslate", there.url), "a" * (LONGEST + 1))
    assert failed.value.why == Why.TOO_LONG
    assert not there.asked


@pytest.mark.django_db
def test_a_key_is_kept_sealed_and_goes_to_no_other_address(there: Desk) -> None:
    choose(choice=Choice("libretranslate", there.url, KEY), actor=ADMIN)
    assert KEY not in service().sealed_key
    choose(choice=Choice("libretranslate", there.url), actor=ADMIN)
    kind, provider = chosen()
    assert (kind, getattr(provider, "key", "")) == ("libretranslate", KEY)
    choose(choice=Choice("libretranslate", "https://elsewhere.example"), actor=ADMIN)
    assert not service().sealed_key


@pytest.mark.django_db
def test_nobody_translates_where_nothing_is_set() -> None:
    with pytest.raises(Failed):
        chosen()

"""Kept translations, and what makes them go."""

from collections.abc import Iterator
from typing import Any

import pytest

from balie.events.actor import Actor
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Message
from balie.tickets.redacting.redacting import Redaction, redact
from balie.tickets.translating.showing import body_in
from balie.tickets.translating.translating import kept, translate
from balie.tickets.translation_records import MessageTranslation
from balie.translation.choosing import Choice, choose
from balie.translation.tests.service import Desk, translation_service
from tests.support.world import World

ITALIAN, DUTCH = "Buongiorno, la stampante non funziona.", "Goedemorgen, de printer werkt niet."


@pytest.fixture
def there(settings: Any, world: World) -> Iterator[Desk]:
    with translation_service() as desk:
        settings.BALIE_INSIDE_HOSTS = [desk.host]
        choose(choice=Choice("libretranslate", desk.url), actor=Actor.user(world.anna.pk))
        yield desk


def message_of(world: World, **fields: str) -> Message:
    message = Message.objects.get(ticket=world.ticket(text=ITALIAN))
    Message.objects.filter(pk=message.pk).update(**fields)
    message.refresh_from_db()
    return message


def test_it_is_asked_once_for_all_who_read_a_language(world: World, there: Desk) -> None:
    message = message_of(world)
    for user in (world.anna, world.bram):
        assert translate(message=message, language="nl", user=user).text == DUTCH
    assert len(there.asked) == 1
    assert kept(message, language="de") is None


def test_another_service_is_asked_anew(world: World, there: Desk) -> None:
    message = message_of(world)
    translate(message=message, language="nl", user=world.anna)
    choose(choice=Choice("deepl", there.url, "key-of-ours"), actor=Actor.user(world.anna.pk))
    translate(message=message, language="nl", user=world.anna)
    assert [path for path, *_more in there.asked] == ["/translate", "/v2/translate"]


def test_html_stays_html_and_nothing_is_let_in(world: World, there: Desk) -> None:
    html = f'<p>{ITALIAN}</p><p><a href="https://example.org/x" target="_blank" rel="noopener">qui</a></p>'
    message = message_of(world, html=html)
    made = translate(message=message, language="nl", user=world.anna)
    assert f"<p>{DUTCH}</p>" in made.html
    assert 'href="https://example.org/x"' in made.html
    there.raw = b'{"translatedText": "<p>Hi<script>x()</script><img src=x onerror=x()></p>"}'
    evil = body_in(message, translate(message=message, language="de", user=world.anna))
    assert str(evil) == "<p>Hi</p>"


def test_redacting_a_message_takes_its_translations_away(world: World, there: Desk) -> None:
    message = message_of(world)
    translate(message=message, language="nl", user=world.anna)
    redact(message_id=message.pk, redaction=Redaction(words=("stampante",)), actor=Actor.user(world.anna.pk))
    assert not MessageTranslation.objects.exists()
    message.refresh_from_db()
    assert kept(message, language="nl") is None


def test_what_was_changed_while_the_service_worked_is_not_kept(world: World, there: Desk) -> None:
    message = message_of(world)
    Message.objects.filter(pk=message.pk).update(text="█████")
    with pytest.raises(NotAllowed):
        translate(message=message, language="nl", user=world.anna)
    assert not MessageTranslation.objects.exists()

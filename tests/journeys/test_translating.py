"""Messages and answers in other languages, in a real browser, with a service of this machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from balie.accounts.models import User
from balie.events.actor import SYSTEM, Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive
from balie.tickets.models import Channel, Ticket
from balie.tickets.translation_records import MessageTranslation
from balie.translation import deepl, sparing
from balie.translation.choosing import Choice, choose
from balie.translation.tests.service import KEY, WORDS, Desk, translation_service
from tests.support.browser import barriers
from tests.support.sitting import Sit
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.journey]
ITALIAN, ANSWER = "Buongiorno, la stampante non funziona.", "Please press the button."
NOTE = "Ho già ordinato il pezzo di ricambio per questa stampante."


@pytest.fixture
def there(settings: Any, desk: World) -> Iterator[Desk]:
    with translation_service() as service:
        settings.BALIE_INSIDE_HOSTS = [service.host]
        choose(choice=Choice("libretranslate", service.url, KEY), actor=Actor.user(desk.anna.pk))
        WORDS[ITALIAN] = "Good morning, the printer does not work."
        yield service


def asked(desk: World) -> Ticket:
    desk.emma.language = "it"
    desk.emma.save(update_fields=["language"])
    return desk.ticket(text=ITALIAN, team=desk.it)


def opened(desk: World, sit: Sit) -> Page:
    page = sit(desk.anna, f"/desk/tickets/{asked(desk).pk}/")
    page.wait_for_load_state()
    return page


def test_a_message_in_another_language_is_translated_when_it_is_asked(desk: World, sit: Sit, there: Desk) -> None:
    page = opened(desk, sit)
    original, translated = page.locator(".message-body"), page.locator(".message-translated")
    expect(original).to_be_visible()
    assert not there.asked
    page.get_by_role("button", name="Italian · Translate").click()
    expect(translated).to_have_text("Good morning, the printer does not work.")
    expect(original).to_be_hidden()
    expect(page.locator(".message-translated-foot")).to_contain_text("Machine translation by LibreTranslate")
    assert barriers(page) == []
    page.get_by_label("Show the original").check()
    expect(original).to_have_text(ITALIAN)
    expect(translated).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="Italian · Translate").click()
    expect(translated).to_be_visible()
    assert len(there.asked) == 1  # paid once
    assert MessageTranslation.objects.get().asked_by == desk.anna


def test_a_language_can_be_translated_always(desk: World, sit: Sit, there: Desk) -> None:
    page = opened(desk, sit)
    page.get_by_role("button", name="Italian · Translate").click()
    page.get_by_role("button", name="Always for this language").click()
    expect(page.locator(".message-translated-foot")).to_contain_text("From now on always translated: Italian")
    page.reload()
    expect(page.locator(".message-translated")).to_have_text("Good morning, the printer does not work.")
    assert User.objects.get(pk=desk.anna.pk).translating == {"it": "always"}


def test_what_is_always_translated_is_asked_for_one_after_the_other(
    desk: World, sit: Sit, there: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparing, "AT_ONCE", 1)
    desk.anna.translating = {"it": "always"}
    desk.anna.save(update_fields=["translating"])
    ticket = asked(desk)
    for number in range(3):
        content = Content(text=f"{ITALIAN} Numero {number}.")
        receive(ticket_id=ticket.pk, content=content, author=desk.emma, channel=Channel.EMAIL, actor=SYSTEM)
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    expect(page.locator(".message-translated")).to_have_count(4)
    expect(page.locator(".message-translation .message-notice")).to_have_count(0)


def test_a_language_that_nothing_can_be_chosen_for_is_not_offered_always(desk: World, sit: Sit, there: Desk) -> None:
    there.raw = b'{"translatedText": "Good morning.", "detectedLanguage": {"language": "fr"}}'
    page = sit(desk.anna, f"/desk/tickets/{desk.ticket(text='Hm.', team=desk.it).pk}/")
    page.wait_for_load_state()
    page.get_by_role("button", name="What to do with this message").click()
    page.get_by_role("menuitem", name="Translate").click()
    expect(page.locator(".message-translated-foot")).to_contain_text("from: French")
    expect(page.get_by_role("button", name="Always for this language")).to_have_count(0)


def test_an_answer_becomes_that_in_the_language_of_the_contact_and_back(desk: World, sit: Sit, there: Desk) -> None:
    page = opened(desk, sit)
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type(ANSWER)
    page.get_by_role("button", name="Translate what I wrote").click()
    page.get_by_role("menuitem", name="Italian").click()
    expect(page.locator(".editor")).to_have_text("Prema il pulsante.")
    page.get_by_role("button", name="Back to my own words").click()
    expect(page.locator(".editor")).to_have_text(ANSWER)
    page.get_by_role("button", name="Translate what I wrote").click()
    page.get_by_role("menuitem", name="Italian").click()
    expect(page.locator(".editor")).to_have_text("Prema il pulsante.")
    assert barriers(page) == []
    page.locator(".editor").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator('.message[data-kind="agent"] .message-body')).to_have_text("Prema il pulsante.")
    expect(page.locator("[data-own-words]")).to_have_count(0)


def test_a_service_that_fails_leaves_the_message_and_can_be_asked_again(desk: World, sit: Sit, there: Desk) -> None:
    there.status = 429
    page = opened(desk, sit)
    page.get_by_role("button", name="Italian · Translate").click()
    expect(page.locator(".message-translation")).to_contain_text("takes no more for now")
    expect(page.locator(".message-body")).to_be_visible()
    there.status = 200
    page.locator(".message-translation").get_by_role("button", name="Try again").click()
    expect(page.locator(".message-translated")).to_be_visible()


def test_what_colleagues_wrote_is_not_translated_by_itself(desk: World, sit: Sit, there: Desk) -> None:
    User.objects.filter(pk=desk.anna.pk).update(translating={"it": "always"})
    ticket = asked(desk)
    add_note(ticket_id=ticket.pk, content=Content(text=NOTE), actor=Actor.user(desk.chiara.pk))
    page = sit(desk.anna, f"/desk/tickets/{ticket.pk}/")
    expect(page.locator(".message-translated")).to_have_text("Good morning, the printer does not work.")
    note = page.locator('.message[data-kind="note"]')
    expect(note.get_by_role("button", name="Italian · Translate")).to_be_visible()
    expect(note.locator(".message-body")).to_be_visible()
    assert len(there.asked) == 1


def test_one_goes_on_writing_while_words_are_translated(desk: World, sit: Sit, there: Desk) -> None:
    page = opened(desk, sit)
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type(ANSWER)
    there.gate.clear()
    page.get_by_role("button", name="Translate what I wrote").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.get_by_role("menuitem", name="Italian").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".editor")).to_be_focused()
    expect(page.locator("[data-translating]")).to_have_text("Being translated…")
    expect(page.locator("#announcements")).to_have_text("Being translated…")
    there.gate.set()
    expect(page.locator(".editor")).to_have_text("Prema il pulsante.")
    expect(page.locator(".editor")).to_be_focused()
    expect(page.locator("[data-translating]")).to_have_count(0)


def test_it_works_without_script(desk: World, sit: Sit, there: Desk) -> None:
    page = sit(desk.anna, f"/desk/tickets/{asked(desk).pk}/", java_script_enabled=False)
    page.get_by_role("button", name="Italian · Translate").click()
    expect(page.locator(".message-translated")).to_have_text("Good morning, the printer does not work.")


def test_nothing_is_offered_where_nobody_translates(desk: World, sit: Sit) -> None:
    page = opened(desk, sit)
    expect(page.locator(".message-translation")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Translate what I wrote")).to_have_count(0)


def test_an_administrator_chooses_and_tries_a_service(
    desk: World, sit: Sit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation_service() as service:
        settings.BALIE_INSIDE_HOSTS = [service.host]
        User.objects.filter(pk=desk.anna.pk).update(role="admin")
        page = sit(desk.anna, "/desk/settings/translation/")
        monkeypatch.setattr(deepl, "_PAID", service.url)
        address, key = page.get_by_label("Address", exact=True), page.get_by_label("Key", exact=True)
        expect(address.or_(key).filter(visible=True)).to_have_count(0)
        page.get_by_label("Service").select_option("libretranslate")
        expect(address).to_be_visible()
        # Where DeepL is, is known.
        page.get_by_label("Service").select_option("deepl")
        expect(address).to_be_hidden()
        page.get_by_label("Key", exact=True).fill("wrong")
        page.get_by_role("button", name="Try it").click()
        expect(page.get_by_text("does not accept the key")).to_be_visible()
        page.get_by_label("Key", exact=True).fill(KEY)
        page.get_by_role("button", name="Try it").click()
        expect(page.get_by_text("It works:")).to_be_visible()
        assert len(service.asked) == 2

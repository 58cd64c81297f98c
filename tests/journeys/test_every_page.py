"""Every page, as somebody sees it who speaks German or Dutch, on a wide screen and on a phone, light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser

from tests.journeys.every_page import PAGES, make_scene
from tests.support.browser import PHONE
from tests.support.looking import looker

pytestmark = [
    pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.support.styleguide_urls"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _as_in_a_house(settings: Any, live: str) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.BALIE_LIVE_URL = live
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("who", PAGES)
def test_every_page_can_be_read_and_used(browser: Browser, live_server: Any, who: str) -> None:
    scene = make_scene("de")
    wrong = []
    with looker(browser, live_server.url, "de", scene.session(who)) as each:
        for address, status in scene.pages(who):
            wrong += [f"{address}: {words}" for words in each.look(address, status)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", sorted(PAGES.keys() - {"developer"}))
def test_nothing_is_cut_off_in_dutch(browser: Browser, live_server: Any, who: str) -> None:
    scene = make_scene("nl")
    wrong = []
    with looker(browser, live_server.url, "nl", scene.session(who)) as each:
        for address, _status in scene.pages(who):
            wrong += [f"{address}: {words}" for words in each.look_at_words(address)]
    assert not wrong, "\n".join(wrong)


def test_a_page_that_fails_says_so_in_words(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_user: object) -> None:
        raise RuntimeError("on purpose")

    scene = make_scene("de")
    monkeypatch.setattr("balie.desk.dashboard.figures_for", fail)
    with looker(browser, live_server.url, "de", scene.session("agent")) as each:
        assert each.look("/desk/dashboard/", 500) == []


def test_the_list_of_articles_fits_a_phone(browser: Browser, live_server: Any) -> None:
    scene = make_scene("de")
    with looker(browser, live_server.url, "de", scene.session("administrator")) as each:
        each.page.set_viewport_size(PHONE)
        each.page.goto("/desk/settings/articles/")
        frame = each.page.locator(".table-frame")
        assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0

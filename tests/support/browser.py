"""Chromium before a running site, for journeys as people make them."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

# Playwright's loop runs in this thread; the ORM is used beside it, never in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
T = TypeVar("T")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
SERIOUS = {"serious", "critical"}
# A busy machine is slow, and that is no defect: milliseconds until what does not come counts as missing.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright) as one:
        yield one


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    browser = _launched(playwright)
    try:
        yield browser
    finally:
        browser.close()


def _launched(playwright: Playwright) -> Browser:
    """The first that starts: of what is installed, then Playwright's own. scripts/test-servers has the same names."""
    names = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    for path in filter(None, map(shutil.which, names)):
        with suppress(Error):
            return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    return playwright.chromium.launch(args=["--no-sandbox"])


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    with visitors(browser, live_server.url) as open_:
        yield open_


@contextmanager
def visitors(browser: Browser, base_url: str) -> Iterator[Callable[..., Page]]:
    """A new page of a new visitor, e.g. `open_page("/", java_script_enabled=False)`. At the end none may have broken
    the policy or thrown."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(path: str, **options: Any) -> Page:
        chosen = {"viewport": DESKTOP, "locale": "en-GB", "base_url": base_url, "reduced_motion": "reduce"} | options
        context = browser.new_context(**chosen)
        # It has no cookie yet: its answer, when it is late, would put another token in place of the page's.
        context.route("**/favicon.ico", lambda route: route.abort())
        context.set_default_timeout(PATIENCE)
        # The first page of a run begins a browser, and the desk compiles its templates.
        context.set_default_navigation_timeout(3 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(path)
        return page

    yield open_
    found = list(wrong)
    close(*contexts)
    assert not found


def close(*contexts: BrowserContext) -> None:
    for context in contexts:
        # What a page sends when it is left would reach the server after the test.
        context.set_offline(True)
        context.close()
    # A request that was under way when the pages were closed still has the database of this test.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


def barriers(page: Page) -> list[str]:
    """What keeps people out: axe's serious findings, and what must be scrolled sideways."""
    # What fades in or out has no contrast yet.
    until(page, _STANDS_STILL)
    found = Axe().run(page).response["violations"]
    heard = [
        f"{it['id']}: {node['target']} {node['failureSummary']}"
        for it in found
        if it["impact"] in SERIOUS
        for node in it["nodes"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return heard + ([f"{page.url} is {width} px too wide"] if width > 0 else [])


_STANDS_STILL = """document.getAnimations().every(
    (it) => it.playState !== "running" || it.effect.getComputedTiming().endTime === Infinity
)"""


def until(page: Page, expression: str) -> Any:
    """What the expression says once it is true. Playwright's own waiting evaluates text within the page, which the
    page's policy forbids.
    """
    return _once(page, lambda: page.evaluate(expression), expression)


def in_time(page: Page, told: Callable[[], T]) -> T:
    """What is told once it is true: of what a page does by itself after what one sees of it."""
    return _once(page, told, "what was waited for")


def _once(page: Page, told: Callable[[], T], name: str) -> T:
    end = time.monotonic() + PATIENCE / 1000
    while not (said := told()):
        if time.monotonic() > end:
            raise AssertionError(f"never true: {name}")
        page.wait_for_timeout(50)
    return said

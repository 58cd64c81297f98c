"""Looks at a page as it stands in a browser, wide and on a phone, light and dark, and says what is wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.support.browser import DESKTOP, PATIENCE, PHONE, SERIOUS, close

_CUT_OFF = Path(__file__).with_name("cut_off.js").read_text("utf-8")
_LOOPBACK = {"localhost", "127.0.0.1", "", None}
_COLOURS_ALONE = {"runOnly": ["color-contrast"]}
_ALL_BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
# Fetched again are style sheets and sounds, for rules that are not among the serious ones.
_ONLY = "{ resultTypes: ['violations'], preload: false, ...options }"
_RUN = f"async (options) => (await axe.run(document, {_ONLY})).violations"
# Colours that are on their way to others are no colours to judge.
_STAND_STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


class Looker:
    """One browser window that goes from page to page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._noise: list[str] = []
        page.add_init_script(AXE_SCRIPT)
        page.on("pageerror", lambda error: self._noise.append(f"script fails: {error}"))
        page.on("console", self._hear)
        page.on("requestfailed", self._see_failed)
        page.on("response", self._see_response)

    def look(self, path: str, status: int = 200) -> list[str]:
        """What is wrong at this address, in words; nothing when all is well."""
        self._noise.clear()
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = self.page.goto(path)
        assert answer
        self.page.evaluate(_STAND_STILL)
        wrong = [] if answer.status == status else [f"answers {answer.status}"]
        wrong += self._cut_off("wide") + self._barriers("wide, light", {})
        for scheme, contrast in (("dark", "no-preference"), ("light", "more"), ("dark", "more")):
            self.page.emulate_media(color_scheme=scheme, contrast=contrast)
            wrong += self._barriers(f"wide, {scheme}, contrast {contrast}", _COLOURS_ALONE)
        self.page.emulate_media(contrast="no-preference")
        self.page.set_viewport_size(PHONE)
        wrong += self._cut_off("phone") + self._barriers("phone", _ALL_BUT_COLOURS)
        return wrong + self._noise

    def look_at_words(self, path: str) -> list[str]:
        """Only whether all can be read: in another language nothing else is different."""
        self._noise.clear()
        self.page.set_viewport_size(DESKTOP)
        self.page.goto(path)
        wrong = self._cut_off("wide")
        self.page.set_viewport_size(PHONE)
        return wrong + self._cut_off("phone") + self._noise

    def _cut_off(self, name: str) -> list[str]:
        return [f"{name}: {words}" for words in self.page.evaluate(_CUT_OFF)]

    def _barriers(self, name: str, options: dict[str, Any]) -> list[str]:
        return [
            f"{name}: {it['id']} at {node['target']}: {node['failureSummary']}"
            for it in self.page.evaluate(_RUN, options)
            if it["impact"] in SERIOUS
            for node in it["nodes"]
        ]

    def _hear(self, said: ConsoleMessage) -> None:
        # That a page is not there is what its own answer says.
        if said.type == "error" and said.location["url"] != self.page.url:
            self._noise.append(f"console: {said.text}")

    def _see_failed(self, request: Request) -> None:
        # What the policy stops has not left.
        if urlsplit(request.url).hostname not in _LOOPBACK and request.failure != "csp":
            self._noise.append(f"asks elsewhere: {request.url}")

    def _see_response(self, response: Response) -> None:
        if urlsplit(response.url).hostname not in _LOOPBACK:
            self._noise.append(f"gets from elsewhere: {response.url}")
        if response.status >= 400 and not response.request.is_navigation_request():
            self._noise.append(f"{response.url} answers {response.status}")


@contextmanager
def looker(browser: Browser, base_url: str, language: str, session: str = "") -> Iterator[Looker]:
    """`session`: of somebody who is signed in."""
    context = browser.new_context(base_url=base_url, locale=language, viewport=DESKTOP)
    context.set_default_navigation_timeout(3 * PATIENCE)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
    try:
        yield Looker(context.new_page())
    finally:
        close(context)

"""`make screenshots`: the pictures of README and docs, taken of the demo's world. They go to docs/images."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from balie.commands.demo import PASSWORD
from tests.support.browser import DESKTOP, PHONE, launched
from tests.support.desk import Desk, temporary_home

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
_PATIENCE = 300.0  # seconds: the demo's world has hundreds of tickets
LARGEST = 300_000  # bytes: people read these on GitHub


@dataclass(frozen=True)
class Picture:
    """`then` brings the page to where it is worth a picture."""

    name: str
    path: str
    then: Callable[[Page], object] = lambda _page: None
    dark: bool = False
    phone: bool = False
    who: str = "anna"

    def options(self) -> dict[str, Any]:
        size = {"viewport": PHONE, "device_scale_factor": 2} if self.phone else {"viewport": DESKTOP}
        return {**size, "color_scheme": "dark" if self.dark else "light", "reduced_motion": "reduce"}


def _open_a_ticket(page: Page) -> None:
    """From its beginning."""
    page.locator(".row-link").first.click()
    page.locator(".ticket").wait_for()
    page.locator(".desk-main").evaluate("main => main.scrollTo(0, 0)")


def _narrow(page: Page) -> None:
    """What is typed is completed."""
    page.keyboard.press("f")
    page.keyboard.type("status:active pri")
    page.get_by_role("option").first.wait_for()


def _find_anything(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("as")
    page.get_by_role("option").first.wait_for()


def _write(page: Page) -> None:
    """An answer, with the list of what can be put in."""
    _open_a_ticket(page)
    page.keyboard.press("r")
    page.locator(".editor").wait_for()
    page.keyboard.type("Thank you for the picture. Please try this first: /")
    page.get_by_role("option").first.wait_for()


def _tick(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("x")
    for _row in range(3):
        page.keyboard.press("Shift+J")
    page.locator("[data-selection]").first.wait_for()


def _put_beside(page: Page) -> None:
    """The list, by a choice that is kept, so as the last picture."""
    page.locator("form.display-beside button").first.evaluate("button => button.click()")
    page.locator("#beside").wait_for()
    page.keyboard.press("j")
    page.locator(".ticket").wait_for()


def _open_a_contact(page: Page) -> None:
    _open_a_ticket(page)
    page.locator(".panel a[href*='/desk/contacts/']").first.click()
    page.wait_for_url("**/desk/contacts/*/")


def _look_for_help(page: Page) -> None:
    """Once the worker has looked through the tickets."""
    _open_a_ticket(page)
    page.keyboard.press("h")
    page.get_by_role("heading", name="Similar tickets").scroll_into_view_if_needed()


def _bring_in_a_file(page: Page) -> None:
    """Columns are recognised, and the first lines shown as they would become."""
    lines = [
        "Vorname;Nachname;Mail;Telefon;Firma;VIP",
        "Jana;Vogel;jana@lampenladen.example;+49 30 1234567;Lampenladen;ja",
        "Piet;de Groot;piet@lampenladen.example;;Lampenladen;",
        "Lucia;Conti;lucia@lampade.example, conti@lampade.example;+39 06 7654321;Lampade;",
    ]
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.get_by_label("A CSV file").set_input_files(file)  # type: ignore[arg-type] # a file without a folder
    page.get_by_role("button", name="Upload").click()
    page.locator("#import-preview").wait_for()


def _show_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#shortcuts").wait_for()


# Tickets in English, on which something has been said.
_TALKED_ABOUT = "status=resolved&words=till"
PICTURES = [
    Picture("inbox", "/desk/"),
    Picture("ticket", f"/desk/?{_TALKED_ABOUT}", _open_a_ticket),
    Picture("dark", "/desk/", dark=True),
    Picture("phone", f"/desk/?{_TALKED_ABOUT}", _open_a_ticket, dark=True, phone=True),
    Picture("filter", "/desk/", _narrow),
    Picture("board", "/desk/?q=status:active&layout=board"),
    Picture("palette", f"/desk/?{_TALKED_ABOUT}", lambda page: (_open_a_ticket(page), _find_anything(page))),
    Picture("writing", f"/desk/?{_TALKED_ABOUT}", _write),
    Picture("keys", "/desk/", _show_keys),
    Picture("many", "/desk/", _tick),
    Picture("search", "/desk/search/?q=till"),
    Picture("told", "/desk/notifications/"),
    Picture("tasks", "/desk/tasks/"),
    Picture("helping", f"/desk/?{_TALKED_ABOUT}", _look_for_help),
    Picture("contact", f"/desk/?{_TALKED_ABOUT}", _open_a_contact),
    Picture("fields", "/desk/settings/fields/", who="dieter"),
    Picture("statuses", "/desk/settings/statuses/", who="dieter"),
    Picture("import", "/desk/settings/imports/", _bring_in_a_file, who="dieter"),
    Picture("dashboard", "/desk/dashboard/", who="chiara"),
    Picture("portal", "/", who=""),
    Picture("beside", "/desk/", _put_beside),
]


def sign_in(browser: Browser, desk: Desk, who: str) -> Any:
    """What a browser keeps of it. Everybody speaks English in the pictures."""
    context = browser.new_context(base_url=desk.url, locale="en-GB")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"{who}@morgenrood.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")
    page.goto("/accounts/profile/")
    page.locator("select[name=language]").select_option("en", force=True)
    page.locator("form:has(select[name=language]) button[type=submit]").last.click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def take(browser: Browser, desk: Desk) -> None:
    kept = {who: sign_in(browser, desk, who) if who else None for who in {picture.who for picture in PICTURES}}
    for picture in PICTURES:
        context = browser.new_context(
            base_url=desk.url, locale="en-GB", storage_state=kept[picture.who], **picture.options()
        )
        page = context.new_page()
        page.goto(picture.path)
        picture.then(page)
        page.wait_for_load_state("networkidle")
        image = page.screenshot(animations="disabled", caret="hide")
        context.close()
        if len(image) > LARGEST:
            raise SystemExit(f"{picture.name}.png has {len(image)} bytes, more than {LARGEST}")
        (IMAGES / f"{picture.name}.png").write_bytes(image)
        print(f"docs/images/{picture.name}.png  {len(image) // 1000} kB", file=sys.stderr)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with temporary_home() as home, sync_playwright() as playwright, launched(playwright) as browser:
        desk = Desk(home, "--demo", BALIE_LOG_LEVEL="WARNING")
        try:
            desk.wait_until_open(_PATIENCE)
            take(browser, desk)
        finally:
            desk.stop()


if __name__ == "__main__":
    main()

"""What an agent feels, in a real browser: from a key to the next picture, and from a reply to a colleague's screen.

The first is the duration of each interaction as W3C Event Timing has it, in steps of 8 ms; what took under 16 is not
told and counts as 16. usage: painting.py --out FILE        with the environment that bench/__main__.py sets
"""

import argparse
import json
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import workloads
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.browser import DESKTOP, launched

_TIMING = """
window.interactions = new Map();
new PerformanceObserver((list) => {
  for (const { interactionId: id, duration } of list.getEntries())
    if (id) window.interactions.set(id, Math.max(duration, window.interactions.get(id) ?? 0));
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_SHOWN = """
(words) => new Promise((seen) => {
  const look = () => document.querySelector("#ticket").textContent.includes(words) && seen(Date.now());
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
})
"""

_SEND = "() => { const at = Date.now(); document.querySelector('#composer button[type=submit]').click(); return at; }"


def sat(browser: Browser, desk: Any, agent: int, path: str) -> Page:
    context = browser.new_context(base_url=f"http://127.0.0.1:{desk.port}", viewport=DESKTOP, locale="en-GB")
    cookies = desk.login(agent).cookies
    context.add_cookies(
        [{"name": name, "value": value, "url": f"http://127.0.0.1:{desk.port}"} for name, value in cookies.items()]
    )  # type: ignore[typeddict-item]
    context.add_init_script(_TIMING)
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page


def pressed(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return len(keys)


def typed(page: Page, words: str) -> int:
    return pressed(page, *words)


def in_the_list(page: Page) -> int:
    return pressed(page, *"jjjjjjjjkkkk") + pressed(page, "f", "Escape")


def in_the_palette(page: Page) -> int:
    return pressed(page, "Control+k") + typed(page, "unassigned") + pressed(page, "Escape")


def on_the_ticket(page: Page) -> int:
    made = pressed(page, ".", "Escape", "p", "ArrowDown", "Escape")
    made += pressed(page, "n")
    page.locator("#composer [contenteditable=true]").wait_for()
    return made + typed(page, "The paper is in the way, we think.")


STORIES: dict[str, tuple[str, Callable[[Page], int]]] = {
    "list": ("/desk/?team=support", in_the_list),
    "palette": ("/desk/", in_the_palette),
    "ticket": ("/desk/tickets/7/", on_the_ticket),
}


def felt(browser: Browser, desk: Any, rounds: int) -> dict[str, dict[str, float]]:
    found = {}
    for name, (path, story) in STORIES.items():
        took: list[float] = []
        for _round in range(rounds):
            page = sat(browser, desk, 2, path)
            made = story(page)
            page.wait_for_timeout(200)  # the observer is told at idle
            told = page.evaluate("() => [...window.interactions.values()]")
            took += told + [16] * (made - len(told))
            page.context.close()
        took.sort()
        found[name] = {
            "interactions": len(took),
            "p50_ms": statistics.median(took),
            "p95_ms": took[int(len(took) * 0.95)],
        }
    return found


def seen_by_a_colleague(browser: Browser, desk: Any, replies: int) -> dict[str, float]:
    """Milliseconds from the click on "Send" to the message on the other's screen."""
    path = "/desk/tickets/9/"
    writer, reader = sat(browser, desk, 3, path), sat(browser, desk, 4, path)
    took = []
    for number in range(replies):
        words = f"Here it is, number {number} of {id(took)}."
        writer.keyboard.press("r")
        body = writer.locator("#composer [contenteditable=true]")
        expect(body).to_be_focused()
        writer.keyboard.type(words)
        watched = reader.evaluate_handle(f"() => {{ window.seen = ({_SHOWN})({json.dumps(words)}); }}")
        sent = writer.evaluate(_SEND)
        took.append(reader.evaluate("() => window.seen") - sent)
        watched.dispose()
        expect(body).to_have_text("")
    took.sort()
    return {"replies": len(took), "p50_ms": statistics.median(took), "p95_ms": took[int(len(took) * 0.95)]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--replies", type=int, default=15)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    desk = workloads.load("balie")
    with sync_playwright() as playwright, launched(playwright) as browser:
        found: dict[str, Any] = {"felt": felt(browser, desk, given.rounds)}
        found["colleague"] = seen_by_a_colleague(browser, desk, given.replies)
    given.out.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

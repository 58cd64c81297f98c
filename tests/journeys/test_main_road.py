"""The main road, with nothing of it replaced: a desk as an operator starts it, Postfix and Dovecot as the world around
it, and browsers before it. A question comes by mail, is answered in the browser, and goes on from there."""

import base64
import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import formatdate, make_msgid

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import ANNA, EMMA, OSCAR, Person
from tests.support.browser import visitors
from tests.support.desk import Desk, free_ports, temporary_home
from tests.support.dovecot import Dovecot, dovecot
from tests.support.letterbox import Letterbox, html_of, letterbox, text_of
from tests.support.postfix import running_postfix

__all__ = ["dovecot"]
pytestmark = [pytest.mark.journey, pytest.mark.browser]

PASSWORD = "a calm counter 7"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SUBJECT = "Bürostühle für Köln: falsche Größe geliefert"
QUESTION = "Grüß Gott, die Stühle sind zu groß."
ANSWER = "Guten Tag, wir tauschen die Stühle natürlich um."
THANKS = "Schönen Dank, das wäre großartig."
THEFT = "Bitte schicken Sie die Stühle zu mir."
LAST = "Noch etwas: nur vormittags, wegen des Straßenfests."
PASTE = """async (editor, png) => {
    const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], "Maße.png", { type: "image/png" }));
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


class Road:
    """The desk with a mail server beside it, contacts at their mail programs, and whoever opens a browser."""

    def __init__(self, desk: Desk, emma: Letterbox, oscar: Letterbox, visit: Callable[..., Page]) -> None:
        self.desk, self.emma, self.oscar, self.visit = desk, emma, oscar, visit

    def sign_in(self, person: Person) -> Page:
        made = self.desk.run(
            "user", "add", person.email, "--role", "agent", "--name", person.name, "--password-stdin", text=PASSWORD
        )
        assert made.returncode == 0, made.stderr
        page = self.visit("/accounts/login/")
        page.get_by_label("E-mail address").fill(person.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/desk/")
        # From here on it must hear by itself of what happens.
        expect(page.locator("html:not([data-js-offline])")).to_be_attached()
        return page


@pytest.fixture
def road(browser: Browser, dovecot: Dovecot) -> Iterator[Road]:
    with ExitStack() as stack:
        (port,) = free_ports(1)
        desk = Desk(stack.enter_context(temporary_home()), BALIE_OUTGOING_MAIL=f"smtp://127.0.0.1:{port}")
        stack.callback(desk.stop)
        letters = f"lmtp:[127.0.0.1]:{dovecot.lmtp_port}"
        postfix = stack.enter_context(
            running_postfix(
                {
                    "localhost": f"smtp:[127.0.0.1]:{desk.smtp_port}",
                    EMMA.email.partition("@")[2]: letters,
                    OSCAR.email.partition("@")[2]: letters,
                },
                port,
            )
        )
        emma, oscar = (stack.enter_context(letterbox(person, dovecot, postfix)) for person in (EMMA, OSCAR))
        desk.wait_until_open()
        yield Road(desk, emma, oscar, stack.enter_context(visitors(browser, desk.url)))


def test_a_question_by_mail_is_answered_in_the_browser_and_goes_on_from_there(road: Road) -> None:
    page = road.sign_in(ANNA)
    _ask(road)
    _open_what_is_new(page)
    _answer(page)
    answer = road.emma.wait_for(ANSWER)
    _came_complete(answer)
    road.emma.send(_with_picture(road.emma.answer(answer, THANKS, f"<p>{THANKS}</p>")))
    _shows_live(page, THANKS)
    _a_stranger_gets_nowhere(road, page, answer)
    _goes_on_by_the_link(road, page, answer)


def _ask(road: Road) -> None:
    """Straight to the desk's own listener, as a mail server does that has a copy for it."""
    written = EmailMessage()
    written["From"], written["To"] = f"{EMMA.name} <{EMMA.email}>", "support@localhost"
    written["Subject"], written["Date"] = SUBJECT, formatdate()
    written["Message-ID"] = make_msgid(domain="fietsfabriek.example")
    written.set_content(QUESTION)
    written.add_alternative(f"<p>{QUESTION}</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", road.desk.smtp_port) as client:
        raw = _with_picture(written).as_bytes(policy=policy.SMTP)
        client.sendmail(EMMA.email, ["support@localhost"], raw)


def _with_picture(written: EmailMessage) -> EmailMessage:
    """A picture among its words and a file beside them."""
    html = written.get_payload()[1]  # type: ignore[index]
    cid = make_msgid(domain="fietsfabriek.example")
    words = html.get_content().replace("</p>", f'<img src="cid:{cid[1:-1]}" alt="Maße"></p>', 1)  # type: ignore[union-attr]
    html.set_content(words, subtype="html")  # type: ignore[union-attr]
    html.add_related(PICTURE, "image", "png", cid=cid, filename="Maße.png")  # type: ignore[union-attr]
    written.add_attachment(b"%PDF-1.4 Lieferschein", "application", "pdf", filename="Lieferschein Köln.pdf")
    return written


def _open_what_is_new(page: Page) -> None:
    page.get_by_role("button", name="1 new").click()
    page.get_by_role("link", name=SUBJECT).click()
    _shows_live(page, QUESTION)


def _shows_live(page: Page, words: str) -> None:
    message = page.locator(".message", has=page.locator("[data-message-body]", has_text=words))
    expect(message).to_have_count(1)
    expect(message.locator(".file-chip-name")).to_have_text("Lieferschein Köln.pdf")
    picture = message.locator("[data-message-body]").get_by_role("img", name="Maße")
    expect(picture).to_have_js_property("naturalWidth", 1)


def _answer(page: Page) -> None:
    page.keyboard.press("r")
    editor = page.locator(".editor")
    editor.press_sequentially(ANSWER)
    editor.evaluate(PASTE, base64.b64encode(PICTURE).decode())
    expect(editor.get_by_role("img", name="Maße.png")).to_have_js_property("naturalWidth", 1)
    page.locator("[data-file-input]").set_input_files(
        {"name": "Rücksendung.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 R\xc3\xbcck"}
    )
    page.get_by_role("button", name="Send", exact=True).click()
    answer = page.locator(".message[data-kind=agent]")
    # It can be undone for ten seconds.
    expect(answer.locator(".message-foot")).to_contain_text("Sent", timeout=20_000)
    expect(answer.locator(".file-chip-name")).to_have_text("Rücksendung.pdf")
    expect(answer.locator("[data-message-body] img")).to_have_js_property("naturalWidth", 1)


def _came_complete(answer: EmailMessage) -> None:
    assert "Bürostühle" in answer["Subject"]
    assert QUESTION in text_of(answer)
    parts: dict[str | None, MIMEPart] = {part.get_filename(): part for part in answer.walk()}
    assert parts["Rücksendung.pdf"].get_content() == b"%PDF-1.4 R\xc3\xbcck"
    cids = [part["Content-ID"][1:-1] for part in answer.walk() if part.get_content_type() == "image/png"]
    assert [cid for cid in cids if f"cid:{cid}" in html_of(answer)], html_of(answer)


def _a_stranger_gets_nowhere(road: Road, page: Page, answer: EmailMessage) -> None:
    """Somebody who was sent the mail's id, but no signed address."""
    forwarded = road.oscar.answer(answer, THEFT)
    del forwarded["To"]
    forwarded["To"] = "support@localhost"
    road.oscar.send(forwarded)
    got = road.oscar.wait_for("#")
    assert not [mail for mail in road.oscar.all() if QUESTION in text_of(mail) + html_of(mail)]
    expect(page.locator(".message")).to_have_count(3)
    expect(page.get_by_text(THEFT)).to_have_count(0)
    stranger = road.visit(_link_in(got, road))
    expect(stranger.get_by_text(THEFT)).to_be_visible()
    expect(stranger.locator(".message")).to_have_count(1)
    number = re.search(r"/tickets/(\d+)/", page.url)[1]  # type: ignore[index]
    stranger.goto(f"/requests/{number}/")
    assert "/sign-in/" in stranger.url


def _goes_on_by_the_link(road: Road, page: Page, answer: EmailMessage) -> None:
    contact = road.visit(_link_in(answer, road))
    assert not re.search(r"/r/", contact.url), "the secret stays in the address"
    expect(contact.locator(".message")).to_have_count(3)
    for each in contact.locator("[data-message-body] img").all():
        expect(each).to_have_js_property("naturalWidth", 1)
    contact.locator("textarea[name=text]").fill(LAST)
    contact.locator("#answer").get_by_role("button", name="Send").click()
    expect(contact.locator(".message").last).to_contain_text(LAST)
    expect(page.locator(".message").last).to_contain_text(LAST)
    nobody = road.visit(contact.url)
    expect(nobody.get_by_text(LAST)).to_have_count(0)
    assert "/sign-in/" in nobody.url


def _link_in(mail: EmailMessage, road: Road) -> str:
    found = re.search(re.escape(road.desk.url) + r"(/r/\S+)", text_of(mail))
    assert found, text_of(mail)
    return found[1]

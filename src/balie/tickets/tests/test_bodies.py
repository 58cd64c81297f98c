"""What a message says, as the page shows it."""

from time import perf_counter

import pytest

from balie.tickets.bodies import body_of, plain
from balie.tickets.models import Attachment, Message

FILE = Attachment(id=1, filename="till.pdf")


def test_addresses_and_links_can_be_followed() -> None:
    shown = plain("Write to (emma.bos+till@fietsfabriek.example), or see https://fietsfabriek.example/a?b=1&c=2.")
    assert '<a href="mailto:emma.bos+till@fietsfabriek.example"' in shown
    assert 'href="https://fietsfabriek.example/a?b=1&amp;c=2"' in shown


def test_a_long_text_that_nearly_is_an_address_is_read_in_one_go() -> None:
    began = perf_counter()
    assert "<a" in plain("a." * 20_000 + " emma@fietsfabriek.example")
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    "silent",
    [
        Message(),
        Message(text=" \n"),
        Message(html="<div><br></div><p>&nbsp;\u200b</p>"),
        Message(html="<div></div>", history_html="<blockquote>Before</blockquote>", text="> Before"),
    ],
)
def test_a_message_without_any_words_says_so(silent: Message) -> None:
    assert "This message has no text.<" in body_of(silent, []).shown
    assert "no text, only an attachment" in body_of(silent, [FILE]).shown
    assert "no text, only attachments" in body_of(silent, [FILE, FILE]).shown


@pytest.mark.parametrize(
    "spoken",
    [
        Message(text="?"),
        Message(html="<div><br></div><p>&nbsp;<b>!</b></p>"),
        Message(html="&amp;"),
        Message(html='<p><img src="cid:till" alt=""></p>'),
        Message(html='<img data-remote-src="https://fietsfabriek.example/till.png">'),
    ],
)
def test_whatever_can_be_seen_is_shown(spoken: Message) -> None:
    assert "no text" not in body_of(spoken, [FILE]).shown


def test_a_mail_that_could_not_be_read_says_so() -> None:
    assert "could not be read" in body_of(Message(reason="not-understood"), [FILE]).shown

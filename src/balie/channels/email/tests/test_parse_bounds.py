"""Any bytes, in bounded time: a mail that hangs the desk is worse than one that looks odd."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.channels.email.parse import parse

from .letters import letter

_SIZE = 200_000
_SECONDS = 2.0


def _body(pattern: bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    return letter(pattern * (_SIZE // len(pattern)), kind, **headers)


def _head(line: bytes, pattern: bytes) -> bytes:
    return line + pattern * (_SIZE // len(pattern)) + b"\r\n\r\nhi"


HEAVY = {
    "newlines": _body(b"\n"),
    "intros": _body(b"On "),
    "intro lines": _body(b"On 10:00 x\n\n"),
    "quotations": _body(b"> a\n"),
    "header lines": _body(b"From: a@b 10:00\nx\n"),
    "delimiters": _body(b"-- \n"),
    "addresses": _body(b"a@a."),
    "uuencode": _body(b"begin 644 a\n"),
    "flowed": _body(b"a \n", "text/plain; format=flowed"),
    "nesting": _body(b"<div>", "text/html"),
    "quoted nesting": _body(b"<blockquote>x", "text/html"),
    "links": _body(b"<a><b>", "text/html"),
    "ampersands": _body(b"&", "text/html"),
    "brackets": _body(b"<", "text/html"),
    "marks": _body(b'<div class="gmail_quote">a</div>', "text/html"),
    "base64": _body(b"====", Content_Transfer_Encoding="base64"),
    "bounce": _body(b"a@b.c: could not be delivered to\n", From="MAILER-DAEMON", Subject="failure"),
    "subject": _head(b"Subject: ", b"=?utf-8?q?"),
    "recipients": _head(b"To: ", b"a@b.c, "),
    "quotes": _head(b"To: ", b'"'),
    "words": _head(b"To: ", b"=?"),
    "parameters": _head(b"Content-Type: text/plain; ", b"a"),
    "blanks": _head(b"Content-Type: text/plain; ", b" "),
    "references": _head(b"References: ", b"<a@b> "),
    "parts": _head(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n", b"--x\r\n\r\n"),
    "status": _head(b"Content-Type: message/delivery-status\r\n\r\n", b"\r\n \r\n"),
    "depth": b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)),
    "messages": _head(b"", b"Content-Type: message/rfc822\r\n\r\n"),
}


@pytest.mark.parametrize("raw", HEAVY.values(), ids=HEAVY.keys())
def test_no_mail_takes_long(raw: bytes) -> None:
    started = process_time()
    parse(raw)
    assert process_time() - started < _SECONDS


_PIECES = (
    b"From: ", b"Subject: ", b"To: ", b"\r\n", b"\n", b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"--x\r\n", b"--x--", b"Content-Type: text/html; charset=", b"utf-8", b"utf-16", b"=?utf-8?b?", b"?=",
    b"<div class=gmail_quote>", b"</div>", b"On 6 May 2024 Anna wrote:\n", b"> ", b"-- \n", b"\x00", b"\xff\xfe",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Disposition: attachment; filename*=", b"begin 644 a\n",
    b"end\n",
    b"Content-Type: message/delivery-status\r\n\r\n", b"Final-Recipient: ", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22", b"Content-Type: application/pkcs7-mime\r\n\r\n0\x80",
)  # fmt: skip
_pieces = st.sampled_from(_PIECES)


@settings(max_examples=300, deadline=None)
@given(st.lists(_pieces | st.binary(max_size=20), max_size=30).map(b"".join))
def test_any_bytes_make_a_mail_that_a_database_takes(raw: bytes) -> None:
    mail = parse(raw)
    words = [mail.subject, mail.text, mail.reply_text, mail.html or "", mail.history_html or "", mail.message_id or ""]
    words += [file.filename for file in mail.attachments] + [address.name or "" for address in mail.to]
    for word in words:
        assert "\x00" not in word
        word.encode("utf-8")

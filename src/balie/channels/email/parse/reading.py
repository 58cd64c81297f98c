"""Bytes to `ParsedEmail`: the order in which the capabilities beside this file are used."""

from __future__ import annotations

from .attachments import packed_attachments, read_attachments
from .automatic import automatic
from .bodies import choose_bodies
from .bounce_dialects import read_dialect
from .bounces import read_report, report_type
from .content import read_content
from .defects import defects_of
from .headers import Headers
from .html_quotes import HtmlSplit, split_html
from .message import Bounce, ParsedEmail
from .phrases import FORWARD_SUBJECT
from .protection import open_signed, protection_of, without_armour
from .quotes import reply_of
from .structure import Part, read_structure


def parse(raw: bytes) -> ParsedEmail:
    """Never raises on any bytes, touches nothing outside, and takes time linear in their number."""
    message = read_structure(raw)
    headers = Headers(message)
    hint = headers.charset_hint()
    bodies = choose_bodies(open_signed(message))
    content = read_content(bodies, hint)
    forwarded = FORWARD_SUBJECT.match(headers.text("Subject")) is not None
    html = HtmlSplit("", "", None)
    if content.marked is not None:
        html = split_html(content.marked, content.lines, forwarded=forwarded)
    of_html = content.text_is_html
    files = read_attachments(bodies, content.uuencoded, content.marked or "", hint)
    return ParsedEmail(
        message_id=headers.message_id(),
        in_reply_to=headers.in_reply_to(),
        references=headers.ids("References"),
        date=headers.date(),
        subject=headers.text("Subject"),
        sender_address=headers.address("Sender"),
        from_address=headers.address("From"),
        reply_to=headers.addresses("Reply-To"),
        to=headers.addresses("To"),
        cc=headers.addresses("Cc"),
        text=content.text,
        reply_text=html.reply_text if of_html else _reply(without_armour(content.text), html, forwarded=forwarded),
        html=content.html,
        reply_html=html.reply if content.html is not None else None,
        history_html=html.history,
        attachments=(*files, *packed_attachments(content.packages)),
        charset_guessed=content.charset_guessed,
        auto=automatic(headers, is_report=report_type(message) is not None),
        bounce=_bounce(message, headers, content.text),
        report=report_type(message),
        protection=protection_of(message, content.text),
        envelope=headers.envelope(),
        defects=defects_of(message),
    )


def _reply(text: str, html: HtmlSplit, *, forwarded: bool) -> str:
    """Some programs mark what they quote in the HTML only: then the text ends where the HTML's answer does."""
    reply = reply_of(text, forwarded=forwarded)
    if html.history is None or len(reply) < len(text.strip()):
        return reply
    written, answer = "".join(reply.split()), "".join(html.reply_text.split())
    return html.reply_text if answer and written.startswith(answer) else reply


def _bounce(message: Part, headers: Headers, text: str) -> Bounce | None:
    if (report := read_report(message)) is not None:
        return report if report.recipients else None
    own = {address.email.lower() for name in ("From", "To") for address in headers.addresses(name)}
    return read_dialect(message, headers, text, own)

"""A parsed mail as the content of a ticket's message, with its files stored."""

from balie.channels.email.parse import Address, ParsedEmail
from balie.files.storage import store
from balie.tickets.content import Content, File

# Characters. Beyond it a text is no text to read; the mail as it came is a click away.
_LONGEST_TEXT = 1_000_000
_LONGEST_HTML = 2_000_000
_MOST_FILES = 500
_MOST_ADDRESSES = 500


def content_of(email: ParsedEmail, *, original: str, automatic: bool) -> Content:
    """Stores the attachments, so that they can be referred to. Images keep `cid:` in the HTML until it is shown."""
    html = email.reply_html if email.reply_html is not None else email.html or ""
    history = email.history_html or ""
    if len(html) + len(history) > _LONGEST_HTML:
        html = history = ""
    text = email.text[:_LONGEST_TEXT]
    return Content(
        text=text,
        reply_text="" if email.reply_text == email.text else email.reply_text[:_LONGEST_TEXT],
        html=html,
        history_html=history,
        subject=email.subject,
        rfc_id=email.message_id or "",
        to=_written(email.to),
        cc=_written(email.cc),
        files=_stored(email),
        automatic=automatic,
        original=original,
    )


def _stored(email: ParsedEmail) -> tuple[File, ...]:
    return tuple(
        File(
            sha256=store(attachment.content).pk,
            filename=attachment.filename,
            content_type=attachment.content_type,
            size=attachment.size,
            inline=attachment.inline,
            content_id=attachment.content_id or "",
        )
        for attachment in email.attachments[:_MOST_FILES]
    )


def _written(addresses: tuple[Address, ...]) -> tuple[dict[str, str], ...]:
    return tuple({"name": address.name or "", "email": address.email} for address in addresses[:_MOST_ADDRESSES])

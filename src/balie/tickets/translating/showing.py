"""A translation, ready for the page."""

from dataclasses import dataclass

from markupsafe import Markup

from balie.tickets.bodies import body_of
from balie.tickets.models import Message
from balie.tickets.translation_records import MessageTranslation


@dataclass(frozen=True, slots=True)
class _InOtherWords:
    html: str
    text: str
    history_html: str = ""
    reply_text: str = ""
    reason: str = ""


def body_in(message: Message, made: MessageTranslation) -> Markup:
    """With the pictures that came with the message."""
    return body_of(_InOtherWords(made.html, made.text), list(message.attachments.order_by("pk"))).shown

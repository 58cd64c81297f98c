"""Puts an answer into words for a mail reader."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from balie.channels.email.models import Mailbox
from balie.channels.email.quoting import Quote, paragraphs, quote_of
from balie.mail.address import Address
from balie.mail.layout import render_html
from balie.tickets.links import ticket_link
from balie.tickets.models import Message, Ticket

_ANSWER_PREFIX = re.compile(r"\s*(re|aw|antw|r|sv|rif)\s*(\[\d+\])?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str


def words_of(message: Message, *, answers: Message | None, mailbox: Mailbox, private: bool) -> Words:
    """`private`: nobody but the requester will read it, so that it may hold the key to the ticket."""
    ticket = message.ticket
    language = language_of(ticket, mailbox)
    subject = subject_of(ticket, message.subject)
    link = link_to(ticket, private=private)
    signature = message.author_user.signature.strip() if message.author_user else ""
    with translation.override(language):
        quote = quote_of(answers) if answers else None
        text = _text(message, signature, quote, _("See your request #%(number)s") % {"number": ticket.pk}, link)
    html = render_html(
        "email/reply.html", language=language, title=subject, answer=_answer(message),
        signature=paragraphs(signature) if signature else "", quote=quote, link=link, number=ticket.pk,
    )  # fmt: skip
    return Words(subject, text, html)


def sender_of(message: Message, mailbox: Mailbox) -> Address:
    """A person of a named desk: "Anna de Vries (Morgenrood)"."""
    agent = message.author_user.name if message.author_user else ""
    name = f"{agent} ({mailbox.name})" if agent and mailbox.name else agent or mailbox.name
    return Address(mailbox.address, name)


def subject_of(ticket: Ticket, given: str = "") -> str:
    """With the number, by which people find it."""
    number = f"[#{ticket.pk}]"
    subject = (given or ticket.subject).replace(number, "").strip()
    answer = subject if _ANSWER_PREFIX.match(subject) else f"Re: {subject}"
    return f"{answer} {number}"


def language_of(ticket: Ticket, mailbox: Mailbox) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    wished = (ticket.requester.language, ticket.language, mailbox.language)
    return next((code for code in wished if code in known), settings.LANGUAGE_CODE)


def link_to(ticket: Ticket, *, private: bool) -> str:
    """With others reading along it leads to the same page, but asks who they are."""
    path = ticket_link(ticket_id=ticket.pk, contact_id=ticket.requester_id) if private else f"/requests/{ticket.pk}/"
    return f"{settings.BALIE_URL}{path}"


def _answer(message: Message) -> SafeString:
    return mark_safe(message.html) if message.html else paragraphs(message.text)  # noqa: S308 -- sanitised


def _text(message: Message, signature: str, quote: Quote | None, link_text: str, link: str) -> str:
    parts = [message.text.strip()]
    if signature:
        parts.append(f"-- \n{signature}")
    parts.append(f"{link_text}: {link}")
    if quote:
        parts.append(f"{quote.intro}\n{quote.text}")
    return "\n\n".join(parts)

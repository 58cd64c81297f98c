"""Puts an answer into words for a mail reader."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from balie.channels.email.answer import Answer
from balie.channels.email.quoting import Quote, paragraphs, quote_of
from balie.mail.address import Address
from balie.mail.layout import render_html
from balie.tickets.links import ticket_link
from balie.tickets.subjects import titled

_ANSWER_PREFIX = re.compile(r"\s*(re|aw|antw|r|sv|rif)\s*(\[\d+\])?:", re.IGNORECASE)
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str


def words_of(answer: Answer, *, language: str, private: bool) -> Words:
    """`private`: nobody but the requester will read it, so that it may hold the key to the ticket."""
    asker = answer.asker
    link = link_to(asker.ticket_id, asker.contact_id if private else None)
    signature = answer.signature.strip()
    with translation.override(language):
        subject = subject_of(answer.subject or titled(asker.ticket_subject), asker.ticket_id)
        quote = quote_of(answer.quoted) if answer.quoted else None
        link_text = _("See your request #%(number)s") % {"number": asker.ticket_id}
    html = render_html(
        "email/reply.html", language=language, title=subject, answer=_html(answer),
        signature=paragraphs(signature) if signature else "", quote=quote, link=link, link_text=link_text,
    )  # fmt: skip
    return Words(subject, _text(answer, signature, quote, f"{link_text}: {link}"), html)


def sender_of(agent: str, mailbox_address: str, mailbox_name: str) -> Address:
    """A person of a named desk: "Anna de Vries (Morgenrood)"."""
    name = f"{agent} ({mailbox_name})" if agent and mailbox_name else agent or mailbox_name
    return Address(mailbox_address, name)


def subject_of(subject: str, number: int) -> str:
    """With the number, by which people find it."""
    mark = f"[#{number}]"
    plain = subject.replace(mark, "").strip()
    return f"{plain} {mark}" if _ANSWER_PREFIX.match(plain) else f"Re: {plain} {mark}"


def first_known(*languages: str) -> str:
    return next((code for code in languages if code in _LANGUAGES), settings.LANGUAGE_CODE)


def link_to(ticket_id: int, contact_id: int | None) -> str:
    """None: others read along, so that it leads to the same page, but asks who they are."""
    path = ticket_link(ticket_id=ticket_id, contact_id=contact_id) if contact_id else f"/requests/{ticket_id}/"
    return f"{settings.BALIE_URL}{path}"


def _html(answer: Answer) -> SafeString:
    return mark_safe(answer.html) if answer.html else paragraphs(answer.text)  # noqa: S308 -- sanitised


def _text(answer: Answer, signature: str, quote: Quote | None, link: str) -> str:
    parts = [answer.text.strip()]
    if signature:
        parts.append(f"-- \n{signature}")
    parts.append(link)
    if quote:
        parts.append(f"{quote.intro}\n{quote.text}")
    return "\n\n".join(parts)

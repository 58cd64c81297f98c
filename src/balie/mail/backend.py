"""Django's own mail, allauth's above all, through the queue like any other."""

from collections.abc import Sequence
from email.utils import parseaddr

import structlog
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from balie.mail.address import Address
from balie.mail.queueing import NoRecipient, queue

_log = structlog.get_logger(__name__)
PURPOSE = "account"


class QueueBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were queued. What they say may be a secret: it is forgotten once sent."""
        return sum(_queue(message) for message in email_messages if message.recipients())


def _queue(message: EmailMessage) -> bool:
    """False when nobody can be written to: whoever asked for the mail must not learn more from an error than others."""
    try:
        _put(message)
    except NoRecipient:
        _log.warning("mail to an address that can't be written to")
        return False
    return True


def _put(message: EmailMessage) -> None:
    queue(
        purpose=PURPOSE,
        sender=_address(message.from_email),
        to=[_address(email) for email in message.to],
        cc=[_address(email) for email in message.cc],
        bcc=[_address(email) for email in message.bcc],
        reply_to=", ".join(message.reply_to),
        subject=str(message.subject),
        text=str(message.body),
        html=_html_of(message),
        headers=[(name, str(value)) for name, value in message.extra_headers.items()],
        confidential=True,
    )


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


def _address(written: str) -> Address:
    name, email = parseaddr(written)
    return Address(email, name)

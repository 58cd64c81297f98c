"""Sends a forwarded message as mail: a step of "message.forwarded", in its transaction."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from balie.channels.email import addresses
from balie.channels.email.answer import read_answer
from balie.channels.email.compose import first_known, sender_of
from balie.channels.email.mailboxes import mailbox_of_ticket, recent_directory
from balie.channels.email.quoting import paragraphs
from balie.channels.email.recipients import as_stored
from balie.channels.email.replies_out import PURPOSE, way_back
from balie.events.models import Event
from balie.mail.address import Address, domain_of
from balie.mail.layout import render_html
from balie.mail.queueing import queue
from balie.tickets.conflicts import NotAllowed
from balie.tickets.deliveries import note_addressed, reference_of
from balie.tickets.models import DeliveryState


def send_forward(event: Event) -> None:
    """To those it names and nobody else, with nothing of the ticket but what was written, and no way into it. Raises
    NotAllowed when nobody is left to whom it could go.
    """
    said = read_answer(event.message_id or 0)
    mailbox = mailbox_of_ticket(said.asker.ticket_id, said.asker.team_id)
    to, cc = (_others(group) for group in (said.to, said.cc))
    if not to:
        raise NotAllowed(_("Only mailboxes of this desk are named: nothing would leave it."))
    rfc_id = addresses.message_id(said.message_id, said.asker.ticket_id, domain_of(mailbox.address))
    back = way_back(mailbox, said.asker.ticket_id)
    subject = f"{said.subject} [#{said.asker.ticket_id}]"
    language = first_known(said.asker.ticket_language, mailbox.language)
    queue(
        purpose=PURPOSE, reference=reference_of(said.message_id), message_id=rfc_id,
        sender=sender_of(said.agent, mailbox.address, mailbox.name), to=to, cc=cc, reply_to=str(back),
        envelope_from=back.email, subject=subject, text=said.text,
        html=render_html("email/forward.html", language=language, title=subject, words=_html(said.html, said.text)),
        enclosures=said.files, headers=[("X-Balie-Id", addresses.instance_id())],
    )  # fmt: skip
    note_addressed(
        message_id=said.message_id, delivery=DeliveryState.QUEUED, rfc_id=rfc_id, to=as_stored(to), cc=as_stored(cc)
    )


def _others(group: tuple[Address, ...]) -> tuple[Address, ...]:
    """Our own mailboxes would take it for a new question."""
    known = recent_directory()
    return tuple(address for address in group if not known.is_own(address.email.lower()))


def _html(html: str, text: str) -> SafeString:
    return mark_safe(html) if html else paragraphs(text)  # noqa: S308 -- sanitised

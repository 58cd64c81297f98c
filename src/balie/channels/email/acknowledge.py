"""Tells who asked that the request has arrived, and under which number: a step after "ticket.opened"."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from balie.channels.email import addresses
from balie.channels.email.compose import first_known, link_to
from balie.channels.email.mailboxes import mailbox_of_ticket, recent_directory
from balie.channels.email.replies_out import way_back
from balie.channels.email.thread import Reason
from balie.events.models import Event
from balie.mail.address import Address, domain_of
from balie.mail.layout import render_html, render_text
from balie.mail.models import OutgoingMail
from balie.mail.queueing import queue
from balie.people.identities import emails_of
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.redacting.mails import Telling
from balie.tickets.subjects import titled

PURPOSE = "acknowledgement"
# However many requests somebody opens in an hour, or a machine in their name, they hear of so many.
_PER_HOUR = 3
_ANSWERED = frozenset({Channel.EMAIL, Channel.PORTAL})


def acknowledge(event: Event) -> None:
    """Once for each ticket, however often it is called; never to what may be a machine."""
    if event.data.get("channel") not in _ANSWERED:
        return
    message = Message.objects.select_related("ticket__requester").get(pk=event.message_id or 0)
    ticket, reference = message.ticket, f"{PURPOSE}:{event.ticket_id}"
    if not _is_due(message, ticket) or OutgoingMail.objects.filter(reference=reference).exists():
        return
    to = Address(next(iter(emails_of(ticket.requester_id)), ""), ticket.requester.name)
    if to.is_sendable and not to.is_unattended and not recent_directory().is_own(to.email):
        _send(message, ticket, to, reference)


def telling(ticket_ids: Collection[int]) -> Telling:
    """The mails that said so, which name the subject."""
    return Telling([f"{PURPOSE}:{ticket_id}" for ticket_id in ticket_ids])


def _is_due(message: Message, ticket: Ticket) -> bool:
    if message.automatic or message.unverified or ticket.channel not in _ANSWERED:
        return False
    if message.reason == Reason.NOT_AUTHENTICATED:
        return False  # it would go to somebody who perhaps never wrote
    hour = ticket.created_at - timedelta(hours=1)
    lately = Ticket.objects.filter(requester=ticket.requester_id, updated_at__gte=hour, created_at__gte=hour)
    return lately.filter(pk__lt=ticket.pk).count() < _PER_HOUR


def _send(message: Message, ticket: Ticket, to: Address, reference: str) -> None:
    mailbox = mailbox_of_ticket(ticket.pk, ticket.team_id)
    language = first_known(ticket.requester.language, ticket.language, mailbox.language)
    with translation.override(language):
        title = titled(ticket.subject)
        subject = _("We have your request: %(subject)s") % {"subject": f"{title} [#{ticket.pk}]"}
    values = {
        "number": ticket.pk, "subject": title, "name": ticket.requester.name,
        "link": link_to(ticket.pk, ticket.requester_id),
    }  # fmt: skip
    answered = [("In-Reply-To", f"<{message.rfc_id}>"), ("References", f"<{message.rfc_id}>")] if message.rfc_id else []
    queue(
        purpose=PURPOSE, reference=reference, sender=Address(mailbox.address, mailbox.name), to=[to], subject=subject,
        message_id=addresses.message_id(0, ticket.pk, domain_of(mailbox.address)),
        text=render_text("email/acknowledgement.txt", language=language, **values),
        html=render_html("email/acknowledgement.html", language=language, title=subject, **values),
        headers=[
            *answered, ("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"),
            ("X-Balie-Id", addresses.instance_id()),
        ],
        reply_to=str(way_back(mailbox, ticket.pk)), envelope_from="",
    )  # fmt: skip

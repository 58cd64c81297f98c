"""What one is asked before an answer goes out that looks as if something was forgotten."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.tickets.attachment_words import mentions_attachment
from balie.tickets.composing import Written, addresses
from balie.tickets.strangers import strangers


def second_thoughts(*, ticket_id: int, written: Written, has_files: bool) -> list[str]:
    """In words; none for most answers. A copy to nobody asks the database nothing."""
    thoughts = []
    if not has_files and mentions_attachment(written.body, html=written.html):
        thoughts.append(_("You write of an attachment, but none is there."))
    if unknown := [] if written.note else _unknown(ticket_id, written):
        text = ngettext(
            "%(people)s has had no part in this ticket, and is not of the contact's organisation.",
            "%(people)s have had no part in this ticket, and are not of the contact's organisation.",
            len(unknown),
        )
        thoughts.append(text % {"people": ", ".join(unknown)})
    return thoughts


def _unknown(ticket_id: int, written: Written) -> list[str]:
    try:
        copies = (*addresses(written.cc, field="cc"), *addresses(written.bcc, field="bcc"))
    except ValidationError:
        return []  # sending says what is wrong with them
    return strangers(ticket_id=ticket_id, emails=[person["email"] for person in copies]) if copies else []

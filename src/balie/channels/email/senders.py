"""Who wrote a mail, as far as it says."""

import re

from balie.channels.email.mailboxes import Directory
from balie.channels.email.models import Delivery
from balie.channels.email.parse import Address, ParsedEmail
from balie.people import models as people
from balie.people.identities import contact_for
from balie.people.models import Contact

NOBODY = Address(people.NOBODY)
# Web forms write in the name of the desk, or of nobody, for somebody they name in Reply-To.
_SPEAKS_FOR_OTHERS = re.compile(
    r"(?:no|do-?not|ne-?pas)[-_.]?(?:reply|respond|antwort(?:en)?|repondre)|wordpress|www-data|apache|nginx|web-?forms?",
    re.IGNORECASE,
)


def writer_of(email: ParsedEmail, delivery: Delivery, known: Directory) -> Address:
    """The person; a mail that names nobody is answered to where it came from, if there is such a place."""
    sender = email.from_address
    if sender is not None and not _speaks_for_others(sender, known):
        return sender
    others = [address for address in email.reply_to if not known.is_own(address.email)]
    if others:
        return Address(others[0].email, others[0].name or (sender.name if sender else None))
    return sender or email.sender_address or _by_envelope(email, delivery) or NOBODY


def contact_of(writer: Address, *, language: str = "") -> Contact:
    return contact_for(email=writer.email[:320], name=writer.name or "", language=language)


def _speaks_for_others(sender: Address, known: Directory) -> bool:
    return known.is_own(sender.email) or bool(_SPEAKS_FOR_OTHERS.match(sender.email))


def _by_envelope(email: ParsedEmail, delivery: Delivery) -> Address | None:
    path = (delivery.envelope_from or email.envelope.return_path or "").strip("<>")
    return Address(path) if "@" in path else None

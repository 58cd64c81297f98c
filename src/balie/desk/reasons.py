"""Why a message landed where it did, in people's words. The codes are those of `channels.email.thread`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_REASONS = {
    "signed-address": gettext_lazy("It was sent to the reply address of this ticket."),
    "reference": gettext_lazy("It answers a message of this ticket."),
    "subject": gettext_lazy("The number of this ticket is in its subject."),
    "new": gettext_lazy("It answers nothing we know, so it opened a ticket."),
    "signed-address-by-stranger": gettext_lazy(
        "It was sent to the reply address of this ticket by somebody who takes no part in it."
    ),
    "forwarded": gettext_lazy("Somebody answers to whom a message of this ticket was forwarded."),
    "reference-by-stranger": gettext_lazy(
        "It answers a message of another ticket in which its sender takes no part, so it opened one beside it."
    ),
    "subject-by-stranger": gettext_lazy(
        "It has the number of another ticket in which its sender takes no part, so it opened one beside it."
    ),
    "subject-by-colleague": gettext_lazy("A colleague wrote it with the number of another ticket in its subject."),
    "not-authenticated": gettext_lazy("Its sender could not be verified, so it opened a ticket of its own."),
    "blocked": gettext_lazy("Its sender was blocked, so it was kept as a closed ticket and nobody was told."),
    "closed": gettext_lazy("It answers a ticket that is closed, so it opened a new one."),
    "not-understood": gettext_lazy(
        "Balie could not read this mail, so it shows none of its words. Nothing is lost: download it as it came, and"
        " open it with a mail program."
    ),
}
# Worth a look before one trusts what it says.
DOUBTFUL = frozenset({"not-authenticated", "not-understood"})


def why(code: str) -> str:
    """Empty for no code; a code nobody has words for yet is shown as it is."""
    if not code:
        return ""
    known = _REASONS.get(code)
    return str(known) if known else _("Reason: %(code)s") % {"code": code}

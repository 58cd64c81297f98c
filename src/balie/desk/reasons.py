"""Why a message landed on its ticket, in people's words. The codes are those of the channel that took it in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_REASONS = {
    "signed-address": gettext_lazy("Sent to the reply address of this ticket"),
    "reference": gettext_lazy("An answer to a message of this ticket"),
    "subject-number": gettext_lazy("The ticket's number is in the subject"),
    "new": gettext_lazy("Answers nothing we know, so it opened a ticket"),
}


def why(code: str) -> str:
    """Empty for no code; a code nobody has words for yet is shown as it is."""
    if not code:
        return ""
    known = _REASONS.get(code)
    return str(known) if known else _("Reason: %(code)s") % {"code": code}

"""What comes before the first question: for administrators, where the inbox of a new desk is empty."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.channels.email.models import Mailbox
from balie.tickets.models import Ticket

# Where so many have asked, nobody needs to be led any more.
_ENOUGH = 20


class Step(NamedTuple):
    label: str
    href: str
    icon: str
    done: bool = False


def first_steps(known: Directory) -> list[Step]:
    """None once all is done that can be seen to be done."""
    numbers = Ticket.objects.order_by("pk").values_list("pk")[: _ENOUGH + 1].count()
    if numbers > _ENOUGH:
        return []
    address = Mailbox.objects.filter(is_active=True).order_by("pk").values_list("address", flat=True).first() or ""
    try_it = _("Write a test mail to %(address)s") % {"address": address} if address else _("Then write a test mail")
    steps = [
        Step(_("Add the mailbox that customers write to"), "/desk/settings/mailboxes/", "inbox", bool(address)),
        Step(_("Make a team"), "/desk/settings/teams/", "users-round", bool(known.teams)),
        Step(_("Invite colleagues"), "/desk/settings/users/", "users", len(known.answering) > 1),
        Step(_("Give the portal’s address away: %(address)s") % {"address": settings.BALIE_URL}, "/", "globe"),
        Step(try_it, f"mailto:{address}" if address else "", "send", numbers > 0),
    ]
    return [] if all(step.done for step in steps if step.icon != "globe") else steps

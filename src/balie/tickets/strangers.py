"""Who would get a copy without having had anything to do with a ticket."""

from collections.abc import Iterable

from balie.accounts.models import User
from balie.people.models import Domain, Identity
from balie.tickets.models import Message, Ticket


def strangers(*, ticket_id: int, emails: Iterable[str]) -> list[str]:
    """Of these addresses, those neither of earlier participants, colleagues, nor the requester's organisation."""
    asked = {email.lower() for email in emails}
    for known in (_participants, _written_to, _colleagues, _organisation):
        if not asked:
            break
        asked -= known(ticket_id, asked)
    return sorted(asked)


def _participants(ticket_id: int, asked: set[str]) -> set[str]:
    people = Ticket.objects.filter(pk=ticket_id).values_list("requester", "participants__contact")
    contacts = {pk for pair in people for pk in pair if pk}
    return set(Identity.objects.filter(contact__in=contacts, value__in=asked).values_list("value", flat=True))


def _written_to(ticket_id: int, asked: set[str]) -> set[str]:  # noqa: ARG001 -- one signature for all
    said = Message.objects.filter(ticket=ticket_id).values_list("to", "cc", "bcc")
    return {str(one.get("email", "")).lower() for groups in said for group in groups for one in group}


def _colleagues(ticket_id: int, asked: set[str]) -> set[str]:  # noqa: ARG001
    return set(User.objects.staff().filter(email__in=asked).values_list("email", flat=True))


def _organisation(ticket_id: int, asked: set[str]) -> set[str]:
    domains = set(
        Domain.objects.filter(organisation__contacts__tickets=ticket_id).values_list("name", flat=True)
    )  # fmt: skip
    return {email for email in asked if email.rpartition("@")[2] in domains}

"""A report that a mail of ours could not be delivered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from balie.channels.email.replies_out import PURPOSE
from balie.mail.bouncing import mark_bounced
from balie.mail.models import OutgoingMail
from balie.people.identities import note_bounce as note_on_identity
from balie.tickets.deliveries import reference_of
from balie.tickets.models import Direction, Message

_LATEST = 10  # messages of a ticket among which the one that bounced is looked for


@dataclass(frozen=True, slots=True)
class Returned:
    """One recipient of a report. `permanent`: a class 5 failure other than a full mailbox; a mere delay is not."""

    email: str
    status: str = ""
    permanent: bool = False


@transaction.atomic
def note_bounce(
    recipients: Iterable[Returned], *, original_message_id: str | None = None, ticket_id: int | None = None
) -> OutgoingMail | None:
    """Marks the message that came back, and the address; returns its mail, None when nothing of ours is meant.

    `ticket_id`: of the signed address the report was sent to, for those that don't name the original. A report about
    an address we did not write to changes nothing, and neither does one that promises another try.
    """
    failed = [returned for returned in recipients if returned.permanent]
    bounced = None
    for mail in _candidates(original_message_id, ticket_id) if failed else ():
        for returned in failed:
            if mark_bounced(mail_id=mail.pk, email=returned.email, answer=returned.status):
                note_on_identity(email=returned.email, status=returned.status)
                bounced = mail
        if bounced:
            break
    return bounced


def _candidates(original_message_id: str | None, ticket_id: int | None) -> list[OutgoingMail]:
    if original_message_id:
        named = OutgoingMail.objects.filter(message_id=original_message_id.strip().strip("<>"))
        if found := list(named):
            return found
    if ticket_id is None:
        return []
    sent = (
        Message.objects.filter(ticket=ticket_id, direction=Direction.OUT).order_by("-id").values_list("pk", flat=True)
    )
    references = [reference_of(pk) for pk in sent[:_LATEST]]
    return list(OutgoingMail.objects.filter(purpose=PURPOSE, reference__in=references).order_by("-id"))

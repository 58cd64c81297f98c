"""What becomes of an answer on its way to the contact."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from balie.core.prepared import later, rows
from balie.core.transactions import joined
from balie.events.actor import SYSTEM, Actor
from balie.events.recording import record
from balie.mail.models import OutgoingMail
from balie.mail.outcomes import Outcome
from balie.mail.queueing import send_again as queue_again
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked
from balie.tickets.models import DeliveryState, Message

_REFERENCE = "message:"
# One round trip; compare and set, so that what is known already makes no second event.
_CHANGE = """
update tickets_message set delivery = %s where id = %s and delivery <> %s returning ticket_id
"""

# One round trip, and no more than these columns: an agent waits for it.
_ADDRESS = """
update tickets_message set delivery = %s, rfc_id = %s, "to" = %s, cc = %s, bcc = %s where id = %s
"""

People = Sequence[dict[str, str]]


def reference_of(message_id: int) -> str:
    """By which the mail port knows what a mail was written for."""
    return f"{_REFERENCE}{message_id}"


def follow(outcome: Outcome) -> None:
    """Registered with `mail.outcomes`: called in the transaction in which a mail's state changes."""
    if outcome.reference.startswith(_REFERENCE):
        note_delivery(message_id=int(outcome.reference.removeprefix(_REFERENCE)), state=outcome.state)


def note_addressed(
    *, message_id: int, delivery: str, rfc_id: str = "", to: People = (), cc: People = (), bcc: People = ()
) -> None:
    """Whom a message goes to, and under which id: a part of writing it, in the same transaction and event."""
    values: list[Any] = [
        DeliveryState(delivery).value,
        rfc_id,
        *(json.dumps(list(people)) for people in (to, cc, bcc)),
        str(message_id),
    ]
    later(_ADDRESS, values)


@joined
def note_delivery(*, message_id: int, state: str, actor: Actor = SYSTEM) -> None:
    """`state` is one of DeliveryState. A message that is gone, or is in that state already, stays as it is."""
    value = DeliveryState(state).value
    for (ticket_id,) in rows(_CHANGE, (value, str(message_id), value)):
        record(f"message.{state}", actor=actor, ticket_id=ticket_id, message_id=message_id)


def mail_of(message_id: int) -> OutgoingMail | None:
    """The mail that carries a message: its `answer`, `refused`, `attempts` and `next_attempt_at` tell how it fares."""
    return OutgoingMail.objects.filter(reference=reference_of(message_id)).order_by("id").last()


@joined
def send_again(*, message_id: int, actor: Actor) -> None:
    """Raises NotAllowed while it is on its way, or when its mail is no longer kept."""
    # Whoever takes words out of a mail has its ticket: they come before, or after.
    ticket_id = Message.objects.values_list("ticket", flat=True).filter(pk=message_id).first()
    if ticket_id is not None:
        locked(ticket_id, merged=True)
    mail = mail_of(message_id)
    # Before its outcome is told: the event is this actor's.
    note_delivery(message_id=message_id, state=DeliveryState.QUEUED, actor=actor)
    if mail is None or not queue_again(mail.pk):
        raise NotAllowed(_("This message can't be sent again."))

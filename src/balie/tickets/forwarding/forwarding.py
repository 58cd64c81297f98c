"""A message goes on to somebody who takes no part: a supplier, an expert. Their answers come back to the ticket.

It stands among the notes: the contact sees neither it nor what is answered to it; whoever gets it sees nothing else.
"""

from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import write
from balie.tickets.locking import change, locked
from balie.tickets.models import Channel, DeliveryState, Direction, Message, Visibility

FORWARDED = "message.forwarded"
_OUTSIDE = {"visibility": Visibility.NOTE, "direction": Direction.OUT}


@joined
def forward(*, message_id: int, content: Content, actor: Actor, channel: str = Channel.DESK) -> Message:
    """`content` says to whom, and has the words and files that go, those of the message among them.

    Raises Message.DoesNotExist, or NotAllowed.
    """
    ticket = locked(Message.objects.values_list("ticket", flat=True).get(pk=message_id))
    if not content.to:
        raise NotAllowed(_("Say to whom it is to go."))
    if not (content.text.strip() or content.html.strip() or content.files):
        raise NotAllowed(_("Write something first."))
    message = write(
        ticket, content, channel=channel, author_user_id=actor.id if actor.kind == "user" else None,
        delivery=DeliveryState.QUEUED, **_OUTSIDE,
    )  # fmt: skip
    change(ticket, updated_at=message.created_at)
    record(FORWARDED, actor=actor, ticket_id=ticket.pk, message_id=message.pk, forwarded=message_id)
    return message


def was_forwarded_to(*, ticket_id: int, email: str) -> bool:
    """Whether somebody with this address was asked by this ticket, and so may answer to it."""
    asked = Message.objects.filter(ticket=ticket_id, **_OUTSIDE).values_list("to", "cc")
    return any(email.lower() == person["email"].lower() for to, cc in asked for person in (*to, *cc))

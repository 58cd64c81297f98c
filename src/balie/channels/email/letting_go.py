"""The mail as it came goes when words of it must: a step of "message.redacted", in its transaction."""

from django.db.models import Q

from balie.channels.email.models import Delivery, Outcome
from balie.events.models import Event
from balie.files.cleaning import let_go
from balie.files.storage import store
from balie.tickets.models import Attachment, Message

# In place of the bytes, which every arrival refers to.
INSTEAD = b"From: <>\r\nSubject: (removed)\r\n\r\nThis mail was removed, since a part of it was to be kept nowhere.\r\n"


def let_go_of_original(event: Event) -> None:
    """Of every message that was changed. The same mail on another ticket, or not read yet, keeps its bytes."""
    changed = [event.message_id or 0, *event.data.get("also", ())]
    came = Message.objects.filter(pk__in=changed, original__isnull=False)
    originals = {str(key) for key in came.values_list("original", flat=True)}
    if not originals:
        return
    arrived = Delivery.objects.filter(blob__in=originals, message_id__in=changed)
    tickets = {event.ticket_id, *arrived.values_list("ticket_id", flat=True)}
    again = Q(outcome=Outcome.DUPLICATE, ticket_id__in=tickets)
    same = Delivery.objects.filter(Q(message_id__in=changed) | again, blob__in=originals)
    same.update(blob_id=store(INSTEAD).pk)
    # What could not be read is kept as a file of its message, too.
    Attachment.objects.filter(message__in=changed, blob__in=originals).delete()
    came.update(original=None)
    let_go(originals)

"""The mail as it came goes when words of it must: a step of "message.redacted", in its transaction."""

from balie.channels.email.models import Delivery
from balie.events.models import Event
from balie.files.cleaning import let_go
from balie.files.storage import store
from balie.tickets.models import Attachment, Message

# In place of the bytes, which every arrival refers to.
INSTEAD = b"From: <>\r\nSubject: (removed)\r\n\r\nThis mail was removed, since a part of it was to be kept nowhere.\r\n"


def let_go_of_original(event: Event) -> None:
    message = Message.objects.filter(pk=event.message_id or 0).first()
    if message is None or message.original_id is None:
        return
    original = str(message.original_id)
    Delivery.objects.filter(blob_id=original).update(blob_id=store(INSTEAD).pk)
    # What could not be read is kept as a file of its message, too.
    Attachment.objects.filter(message=message, blob_id=original).delete()
    Message.objects.filter(pk=message.pk).update(original=None)
    let_go([original])

"""Makes the search index anew while the desk is at work."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from balie.search.models import Document
from balie.tickets.indexing import FILE, KIND, index_messages
from balie.tickets.models import Attachment, Message, Ticket

# A change to one of these tickets waits until they are done: some tenths of a second.
_BATCH = 200
_LOOKED_AT = 5000


def reindex(after: int = 0) -> Iterator[tuple[int, int]]:
    """Messages with ids beyond `after`, oldest first: the id that has been reached, and how many that step took."""
    while ids := list(Message.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        after = ids[-1]
        yield after, _index(ids[0], after)


def forget_gone() -> int:
    """Takes documents out whose message or file is no more; how many that were."""
    forgotten, after = 0, 0
    while ids := list(Document.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:_LOOKED_AT]):
        some = Document.objects.filter(pk__gt=after, pk__lte=ids[-1])
        message = Message.objects.filter(pk=OuterRef("object_id"))
        file = Attachment.objects.filter(pk=OuterRef("object_id"))
        forgotten += some.filter(kind=KIND).exclude(Exists(message)).delete()[0]
        forgotten += some.filter(kind=FILE).exclude(Exists(file)).delete()[0]
        after = ids[-1]
    return forgotten


@transaction.atomic
def _index(first: int, last: int) -> int:
    """Locked as for a change: else one that comes between reading and writing would be written over."""
    tickets = Message.objects.filter(pk__range=(first, last)).values("ticket")
    list(Ticket.objects.filter(pk__in=tickets).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return index_messages(first=first, last=last)

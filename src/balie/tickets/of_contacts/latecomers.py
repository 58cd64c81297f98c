"""What was written down for a merged contact by somebody who had looked them up before goes to the one that stays.

Nobody waits for those who write: what they leave is found after the merge, and again from time to time.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from balie.core.clock import now
from balie.events.models import Event
from balie.jobs.queues import stopping
from balie.people.merge_records import ContactMerge
from balie.people.merging.locking import lock_contacts
from balie.tickets.hinting import tell_of_tickets
from balie.tickets.indexing import share_tickets
from balie.tickets.locking import locked_all
from balie.tickets.models import Ticket
from balie.tickets.of_contacts.following import follow_merge, tickets_of
from balie.tickets.participants import Participant

BATCH = 200
# As long as nobody who writes takes. Custom fields are looked through for these alone.
_FRESH = timedelta(hours=1)


def follow_latecomers(event: Event) -> None:
    _follow(int(event.data["merge"]))


def go_on_following() -> None:
    """For all merges, whatever became of the step after them."""
    asked = Exists(Ticket.objects.filter(requester=OuterRef("source")))
    takes_part = Exists(Participant.objects.filter(contact=OuterRef("source")))
    late = ContactMerge.objects.filter(Q(at__gte=now() - _FRESH) | asked | takes_part)
    for pk in list(late.order_by("pk").values_list("pk", flat=True)):
        _follow(pk)


def _follow(merge_id: int) -> None:
    while not stopping.is_set() and _follow_some(merge_id):
        pass


@transaction.atomic
def _follow_some(merge_id: int) -> bool:
    """Contacts first, then tickets; then it is looked again what there is to do."""
    way = _way(merge_id)
    if not way or not tickets_of(way[0].source_id):
        return False
    lock_contacts({pk for merge in way for pk in (merge.source_id, merge.target_id)})
    way = _way(merge_id)
    tickets = [ticket.pk for ticket in locked_all(sorted(tickets_of(way[0].source_id))[:BATCH])] if way else []
    if not tickets:
        return False
    for merge in way:
        follow_merge(merge, tickets)
    share_tickets(tickets)
    tell_of_tickets(tickets)
    return True


def _way(merge_id: int) -> list[ContactMerge]:
    """This one, and those that lead on from it, as far as they are in force."""
    way = list(ContactMerge.objects.filter(pk=merge_id))
    while way and (above := ContactMerge.objects.filter(source=way[-1].target_id).first()):
        way.append(above)
    return way

"""Where a ticket that was merged leads."""

from collections.abc import Collection

from balie.core.prepared import rows
from balie.tickets.merge_records import Merge, MergedMessage

DESTINATION = """
with recursive way(id, next) as (
    select id, merged_into_id from tickets_ticket where id = %s::bigint
    union all select t.id, t.merged_into_id from tickets_ticket t join way on t.id = way.next
) select id from way where next is null"""
_DESTINATIONS = """
with recursive way(start, id, next) as (
    select id, id, merged_into_id from tickets_ticket where id = any(%s::bigint[])
    union all select way.start, t.id, t.merged_into_id from tickets_ticket t join way on t.id = way.next
) select start, id from way where next is null"""

# The tickets that lead to one; not all where they are very many.
MERGED_INTO = """
with recursive source(id) as (
    select source_id from tickets_merge where target_id = %(ticket)s::bigint
    union select m.source_id from tickets_merge m join source on m.target_id = source.id
) select id from source limit 500"""


def destination(ticket_id: int) -> int:
    """The ticket that has its messages now; itself when it was not merged, or is not there."""
    return next((pk for (pk,) in rows(DESTINATION, (str(ticket_id),))), ticket_id)


def destinations(ticket_ids: Collection[int]) -> dict[int, int]:
    """Of each of these that is there."""
    return dict(rows(_DESTINATIONS, (list(ticket_ids),))) if ticket_ids else {}


def note_late(*, message_id: int, ticket_id: int) -> None:
    """A message for a ticket that was merged goes back with it, from wherever it is now. In its transaction."""
    while merge := Merge.objects.filter(source=ticket_id).first():
        MergedMessage.objects.create(merge=merge, message_id=message_id, late=True)
        ticket_id = merge.target_id

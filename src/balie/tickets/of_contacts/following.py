"""What tickets say of a contact goes to the one they are merged into, and back.

Who asked, who wrote, who takes part, and whom custom fields name. What merges of tickets brought of a contact is theirs
under the new name too, so that those can be undone after these.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

from balie.custom_fields.types import Type
from balie.people.merge_records import ContactMerge, MovedRow
from balie.people.merging.moving import Reference, give_back, move, moved_ids
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.models import Message, Ticket
from balie.tickets.participants import Participant

TICKETS = Reference("ticket", "tickets_ticket", "requester_id", ticket="id")
MESSAGES = Reference("message", "tickets_message", "author_contact_id")
PARTICIPANTS = Reference("participant", "tickets_participant", "contact_id")
BROUGHT = Reference("brought", "tickets_brought", "of_id")
_GONE, _RAISED, _FIELD = "participant_gone", "accepted", "field:"
_FIELDS_MOVED = """
with moved as (
    update tickets_ticket set fields = jsonb_set(fields, array[%(key)s], to_jsonb(%(target)s::bigint))
    where id = any(%(tickets)s) and fields @> jsonb_build_object(%(key)s::text, %(source)s::bigint) returning id
)
insert into people_movedrow (merge_id, kind, row_id) select %(merge)s, %(kind)s, id from moved
"""
_FIELDS_BACK = """
update tickets_ticket set fields = jsonb_set(fields, array[%(key)s], to_jsonb(%(source)s::bigint))
where fields @> jsonb_build_object(%(key)s::text, %(holder)s::bigint)
    and id in (select row_id from people_movedrow where merge_id = %(merge)s and kind = %(kind)s)
"""
_BROUGHT_MOVED = """
with moved as (
    update tickets_brought as it set of_id = %(target)s from tickets_merge as merge
    where it.merge_id = merge.id and it.kind = 'participant' and it.of_id = %(source)s
        and (merge.source_id = any(%(tickets)s) or merge.target_id = any(%(tickets)s))
        and not exists (select from tickets_brought other
                        where other.merge_id = it.merge_id and other.kind = it.kind and other.of_id = %(target)s)
    returning it.id
)
insert into people_movedrow (merge_id, kind, row_id) select %(merge)s, 'brought', id from moved
"""


def tickets_of(contact_id: int, *, most: int | None = None) -> set[int]:
    """All that name them in any way that a merge changes; with `most` no more than are needed to know of too many."""
    enough = None if most is None else most + 1
    asked = Ticket.objects.filter(requester=contact_id).order_by().values_list("pk", flat=True)
    found = {*asked[:enough]}
    found.update(Participant.objects.filter(contact=contact_id).order_by().values_list("ticket_id", flat=True)[:enough])
    some = Ticket.objects.exclude(fields={}).order_by()
    for field in _contact_fields():
        named = some.filter(fields__contains={str(field): contact_id}).values_list("pk", flat=True)
        found.update(named[:enough])
    return found


def tickets_moved(merge: ContactMerge) -> set[int]:
    messages = Message.objects.filter(pk__in=moved_ids(merge, MESSAGES.kind)).values_list("ticket_id", flat=True)
    rows = Participant.objects.filter(pk__in=moved_ids(merge, PARTICIPANTS.kind)).values_list("ticket_id", flat=True)
    fields = MovedRow.objects.filter(merge=merge, kind__startswith=_FIELD).values_list("row_id", flat=True)
    gone = (row.kept["ticket"] for row in MovedRow.objects.filter(merge=merge, kind=_GONE) if row.kept)
    return {*moved_ids(merge, TICKETS.kind), *messages, *rows, *fields, *gone}


def follow_merge(merge: ContactMerge, tickets: Collection[int]) -> int:
    """Of these tickets, which are locked. How many of them the contact had asked."""
    _join_participants(merge, tickets)
    asked = move(merge, TICKETS, tickets=tickets)
    move(merge, MESSAGES, tickets=tickets)
    move(merge, PARTICIPANTS, tickets=tickets)
    values: dict[str, Any] = {
        "merge": merge.pk,
        "source": merge.source_id,
        "target": merge.target_id,
        "tickets": list(tickets),
    }
    with connection.cursor() as cursor:
        for field in _contact_fields():
            cursor.execute(_FIELDS_MOVED, {**values, "key": str(field), "kind": f"{_FIELD}{field}"})
        cursor.execute(_BROUGHT_MOVED, values)
    return asked


def follow_unmerge(merge: ContactMerge, *, holder: int) -> int:
    asked = give_back(merge, TICKETS, holder=holder)
    for reference in (MESSAGES, PARTICIPANTS, BROUGHT):
        give_back(merge, reference, holder=holder)
    values = {"merge": merge.pk, "source": merge.source_id, "holder": holder}
    kinds = MovedRow.objects.filter(merge=merge, kind__startswith=_FIELD).values_list("kind", flat=True).distinct()
    with connection.cursor() as cursor:
        for kind in list(kinds):
            cursor.execute(_FIELDS_BACK, {**values, "key": kind.removeprefix(_FIELD), "kind": kind})
    _part_participants(merge, holder)
    return asked


def _contact_fields() -> list[int]:
    return [one.id for one in known_fields().all if one.type == Type.CONTACT]


def _join_participants(merge: ContactMerge, tickets: Collection[int]) -> None:
    """Nobody takes part twice, nor in what they asked themselves; who was accepted as one is accepted as the other."""
    both = (merge.source_id, merge.target_id)
    rows = Participant.objects.filter(ticket__in=tickets, contact__in=both).order_by("pk")
    asked = set(Ticket.objects.filter(pk__in=tickets, requester__in=both).values_list("pk", flat=True))
    theirs = {row.ticket_id: row for row in rows if row.contact_id == merge.target_id}
    records = []
    for row in rows:
        twin = theirs.get(row.ticket_id) if row.contact_id == merge.source_id else None
        if row.ticket_id not in asked and twin is None:
            continue
        if twin and row.accepted and not twin.accepted and row.ticket_id not in asked:
            Participant.objects.filter(pk=twin.pk).update(accepted=True)
            records.append(MovedRow(merge=merge, kind=_RAISED, row_id=twin.pk))
        kept = {"ticket": row.ticket_id, "accepted": row.accepted, "was_source": row.contact_id == merge.source_id}
        records.append(MovedRow(merge=merge, kind=_GONE, row_id=row.pk, kept=kept))
    Participant.objects.filter(pk__in=[it.row_id for it in records if it.kind == _GONE]).delete()
    MovedRow.objects.bulk_create(records)


def _part_participants(merge: ContactMerge, holder: int) -> None:
    Participant.objects.filter(pk__in=moved_ids(merge, _RAISED), contact=holder).update(accepted=False)
    kept = [row.kept for row in MovedRow.objects.filter(merge=merge, kind=_GONE) if row.kept]
    there = dict(Ticket.objects.filter(pk__in=[it["ticket"] for it in kept]).values_list("pk", "requester_id"))
    again = []
    for it in kept:
        contact = merge.source_id if it["was_source"] else holder
        if it["ticket"] in there and there[it["ticket"]] != contact:
            again.append(Participant(ticket_id=it["ticket"], contact_id=contact, accepted=it["accepted"]))
    Participant.objects.bulk_create(again, ignore_conflicts=True)

"""Participants, followers and tags that come with a merged ticket, and leave with it.

The source keeps its own. What several merges brought stays until the last of them is undone, so for each merge all of
it is recorded, and the row that was made on the target is handed on from one to the next.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from balie.tickets.merge_records import Brought, Merge
from balie.tickets.models import Ticket
from balie.tickets.participants import Follower, Participant

Kind = Brought.Kind
_Tagging = Ticket.tags.through
_TABLES: dict[str, type[Model]] = {Kind.PARTICIPANT: Participant, Kind.FOLLOWER: Follower, Kind.TAG: _Tagging}
_COLUMNS: dict[str, str] = {Kind.PARTICIPANT: "contact_id", Kind.FOLLOWER: "user_id", Kind.TAG: "tag_id"}


def bring(merge: Merge, source: Ticket, target: Ticket) -> None:
    """Who waited to be accepted on the target is accepted, if they belong to the source. What they had written there
    before stays doubtful all the same: it may be forged.
    """
    records = [
        *_participants(merge, source, target),
        *_rows(merge, Kind.FOLLOWER, _followers(source, target)),
        *_rows(merge, Kind.TAG, source.tags.values_list("pk", flat=True)),
    ]
    Brought.objects.bulk_create(records)


def take_back(merge: Merge) -> None:
    for it in merge.brought.filter(kind__in=_TABLES):
        others = list(
            Brought.objects.filter(merge__target=merge.target_id, kind=it.kind, of_id=it.of_id)
            .exclude(merge=merge)
            .order_by("merge")
        )
        if it.accepted and not any(other.accepted for other in others):
            _lower(it, merge, others)
        if it.row_id and not others:
            _TABLES[it.kind]._default_manager.filter(pk=it.row_id).delete()
        elif others:
            _hand_on(it, others)


def _participants(merge: Merge, source: Ticket, target: Ticket) -> Iterable[Brought]:
    coming = dict(Participant.objects.filter(ticket=source).order_by("pk").values_list("contact_id", "accepted"))
    coming[source.requester_id] = True
    coming.pop(target.requester_id, None)
    there = {row.contact_id: row for row in Participant.objects.filter(ticket=target)}
    for contact_id, accepted in coming.items():
        it = Brought(merge=merge, kind=Kind.PARTICIPANT, of_id=contact_id, accepted=accepted)
        row = there.get(contact_id)
        if row is None:
            it.row_id = Participant.objects.create(ticket=target, contact_id=contact_id, accepted=accepted).pk
        elif accepted and not row.accepted:
            it.raised = True
            Participant.objects.filter(pk=row.pk).update(accepted=True)
        yield it


def _followers(source: Ticket, target: Ticket) -> list[int]:
    """And who had the source: else it could be out of their sight."""
    users = list(Follower.objects.filter(ticket=source).order_by("pk").values_list("user_id", flat=True))
    assignee = source.assignee_id
    if assignee and assignee != target.assignee_id and assignee not in users:
        users.append(assignee)
    return users


def _rows(merge: Merge, kind: str, coming: Iterable[int]) -> Iterable[Brought]:
    column, rows = _COLUMNS[kind], _TABLES[kind]._default_manager
    for of_id in coming:
        keys: dict[str, Any] = {"ticket_id": merge.target_id, column: of_id}
        row, made = rows.get_or_create(**keys)
        yield Brought(merge=merge, kind=kind, of_id=of_id, row_id=row.pk if made else None)


def _lower(it: Brought, merge: Merge, others: list[Brought]) -> None:
    """They wait to be accepted again, unless they do not depend on merges."""
    if it.raised or any(other.raised for other in others) or it.row_id or any(other.row_id for other in others):
        Participant.objects.filter(ticket=merge.target_id, contact=it.of_id).update(accepted=False)


def _hand_on(it: Brought, others: list[Brought]) -> None:
    heir = next((other for other in others if other.accepted), others[0])
    heir.row_id, heir.raised = heir.row_id or it.row_id, heir.raised or (it.raised and heir.accepted)
    heir.save(update_fields=["row_id", "raised"])

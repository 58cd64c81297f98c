"""Rows that refer to a contact go from one to another, and back: one statement for however many they are."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connection

from balie.people.merge_records import ContactMerge, MovedRow


class Reference(NamedTuple):
    """A column that refers to contacts. `kind` stands in the records: it never changes.

    `ticket`: the column by which the rows belong to tickets, if they do.
    """

    kind: str
    table: str
    column: str
    ticket: str = "ticket_id"


IDENTITIES = Reference("identity", "people_identity", "contact_id")
NOTES = Reference("note", "people_personnote", "contact_id")

_MOVE = """
with moved as (update {table} set {column} = %(target)s where {column} = %(source)s {among} returning id)
insert into people_movedrow (merge_id, kind, row_id) select %(merge)s, %(kind)s, id from moved
"""
_BACK = """
update {table} set {column} = %(source)s where {column} = %(holder)s
    and id in (select row_id from people_movedrow where merge_id = %(merge)s and kind = %(kind)s)
"""


def move(merge: ContactMerge, reference: Reference, *, tickets: Collection[int] | None = None) -> int:
    """`tickets`: only rows of these. How many rows went."""
    among = "" if tickets is None else f"and {reference.ticket} = any(%(tickets)s)"
    return _run(_MOVE, reference, merge, target=merge.target_id, among=among, tickets=list(tickets or ()))


def give_back(merge: ContactMerge, reference: Reference, *, holder: int) -> int:
    """Those that whoever has them now, `holder`, still has."""
    return _run(_BACK, reference, merge, holder=holder)


def forget_on_the_way(merge: ContactMerge) -> None:
    """What went back is nothing that later merges, of the one it went to into another, brought along."""
    way = _merges_above(merge)
    if way:
        statement = """
        delete from people_movedrow as later using people_movedrow as gone
        where later.merge_id = any(%(way)s) and gone.merge_id = %(merge)s
            and later.kind = gone.kind and later.row_id = gone.row_id
        """
        with connection.cursor() as cursor:
            cursor.execute(statement, {"way": way, "merge": merge.pk})


def moved_ids(merge: ContactMerge, kind: str) -> list[int]:
    return list(MovedRow.objects.filter(merge=merge, kind=kind).values_list("row_id", flat=True))


def _merges_above(merge: ContactMerge) -> list[int]:
    way, here = list[int](), merge.target_id
    while above := ContactMerge.objects.filter(source=here).first():
        way.append(above.pk)
        here = above.target_id
    return way


def _run(
    statement: str, reference: Reference, merge: ContactMerge, *, among: str = "", **values: Any
) -> int:  # fmt: skip
    parameters: dict[str, Any] = {"merge": merge.pk, "kind": reference.kind, "source": merge.source_id, **values}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=reference.table, column=reference.column, among=among), parameters)
        return int(cursor.rowcount)

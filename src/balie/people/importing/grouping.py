"""What was refused or left out of an import, put together by the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from balie.core.prepared import rows
from balie.people.import_records import ContactImport, ImportedRow, Stage
from balie.people.importing.reasons import in_words, reasons_in, title_of

SHOWN = 20
# Rows of before these reasons have words alone, and no kind.
_GROUPS = """
select r.became = 'refused', coalesce(why->>'kind', ''), (why->>'column')::int, count(*),
    (array_agg(r.id order by r.line))[:%s::int]
from people_importedrow r left join lateral jsonb_array_elements(r.reasons) why on true
where r."of_id" = %s::bigint and r.trial = %s::boolean and (why is not null or r.reason <> '')
group by 1, 2, 3 order by 4 desc, 2, 3"""


@dataclass(frozen=True, slots=True)
class Group:
    """`kind`: empty for what has words alone. `column`: of the file. `shown`: the first lines, with their words."""

    refused: bool
    kind: str
    column: int | None = None
    title: str = ""
    number: int = 0
    shown: Sequence[tuple[int, str]] = ()


def groups_of(it: ContactImport) -> list[Group]:
    """The largest first; a row with several reasons is in several."""
    found = rows(_GROUPS, (SHOWN, it.pk, not has_begun(it)))
    wanted = [pk for *_group, ids in found for pk in ids]
    by_id = ImportedRow.objects.in_bulk(wanted) if wanted else {}
    return [
        Group(
            refused, kind, column, title_of(kind, column, it.headings), number,
            [(row.line, words_of(row, it.headings, (kind, column))) for pk in ids if (row := by_id.get(pk))],
        )
        for refused, kind, column, number, ids in found
    ]  # fmt: skip


def words_of(row: ImportedRow, headings: Sequence[str], only: tuple[str, int | None] | None = None) -> str:
    """`only`: the reason of that kind, of that column."""
    reasons = reasons_in(row.reasons)
    return in_words([it for it in reasons if only in {None, (it.kind, it.column)}], headings) or row.reason


def told_of(it: ContactImport, group: Group | None = None) -> QuerySet[ImportedRow]:
    """Rows of which there is something to tell: of a group, or all that were refused."""
    refused = ImportedRow.Became.REFUSED
    told = it.rows.filter(trial=not has_begun(it)).order_by("line")
    if group is None:
        return told.filter(became=refused)
    told = told.filter(became=refused) if group.refused else told.exclude(became=refused)
    if not group.kind:
        return told.exclude(reason="")
    why = {"kind": group.kind} | ({} if group.column is None else {"column": group.column})
    return told.filter(reasons__contains=[why])


def has_begun(it: ContactImport) -> bool:
    return bool(it.done) or it.stage in {Stage.RUNNING, Stage.STOPPED, Stage.FINISHED, Stage.FAILED}

"""What people are told of an import: how the first rows would become, what was refused and why, whom it made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balie.core.sheets.reading import Read
from balie.core.sheets.writing import Cell
from balie.people.editing.refusals import Refused
from balie.people.import_records import ContactImport, ImportedRow, Stage
from balie.people.importing.counting import Counts, counts_of
from balie.people.importing.files import first_rows, rows_in
from balie.people.importing.wishes import Wish, wish_of
from balie.people.models import Contact

PREVIEWED = 8
SHOWN = 20
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    examples: Sequence[str]
    target: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows`: as they would become, or why they would be refused."""

    columns: Sequence[Column]
    rows: Sequence[tuple[int, Wish | None, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """Of the run, once it has begun; before that of trying it out."""

    trial: bool
    counts: Counts
    refused: Sequence[ImportedRow]
    remarks: Sequence[ImportedRow]


def preview_of(it: ContactImport) -> Preview:
    """Raises FileNotFoundError."""
    rows = first_rows(it, PREVIEWED)
    columns = [
        Column(heading, _examples(rows, place), target)
        for place, (heading, target) in enumerate(zip(it.headings, it.targets, strict=True))
    ]
    return Preview(columns, [_previewed(row, it.targets) for row in rows])


def _examples(rows: Sequence[Read], place: int) -> list[str]:
    return [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]][:_EXAMPLES]


def _previewed(row: Read, targets: Sequence[str]) -> tuple[int, Wish | None, str]:
    try:
        return row.line, wish_of(row, targets), ""
    except Refused as refusal:
        return row.line, None, str(refusal)


def result_of(it: ContactImport) -> Result:
    trial = not _has_begun(it)
    told = _told(it)
    return Result(
        trial=trial,
        counts=counts_of(it.expected if trial else it.done),
        refused=list(told.filter(became=ImportedRow.Became.REFUSED)[:SHOWN]),
        remarks=list(told.exclude(became=ImportedRow.Became.REFUSED)[:SHOWN]),
    )


def refused_rows(it: ContactImport) -> Iterator[tuple[Cell, ...]]:
    """As they stand in the file, with the reason as the last column: put right, they can be imported again.

    Raises FileNotFoundError.
    """
    refused = _told(it).filter(became=ImportedRow.Became.REFUSED).values_list("line", "reason")
    waiting = refused.iterator(chunk_size=1_000)
    at = next(waiting, None)
    width = len(it.headings)
    for row in rows_in(it):
        if at is None:
            return
        if row.line == at[0]:
            cells = (*row.cells, *([""] * (width - len(row.cells))))
            yield (*cells, at[1])
            at = next(waiting, None)


def refused_head(it: ContactImport) -> list[str]:
    return [*it.headings, _("Reason")]


def made_by(it: ContactImport, *, after: int, most: int) -> list[tuple[ImportedRow, Contact | None]]:
    """Contacts that it made or changed, in the order of the file; none where somebody is no more."""
    rows = list(it.rows.filter(trial=False, contact_id__gt=0, pk__gt=after).order_by("pk")[:most])
    found = Contact.objects.select_related("merged_into").in_bulk({row.contact_id for row in rows if row.contact_id})
    return [(row, found.get(row.contact_id or 0)) for row in rows]


def _has_begun(it: ContactImport) -> bool:
    return bool(it.done) or it.stage in {Stage.RUNNING, Stage.STOPPED, Stage.FINISHED, Stage.FAILED}


def _told(it: ContactImport) -> QuerySet[ImportedRow]:
    return it.rows.filter(trial=not _has_begun(it)).exclude(reason="").order_by("line")

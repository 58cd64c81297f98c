"""What people are told of an import: how the first rows would become, what was refused and why, whom it made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from balie.core.sheets.reading import Read
from balie.core.sheets.writing import Cell
from balie.people.import_records import ContactImport, ImportedRow
from balie.people.importing.counting import Counts, counts_of
from balie.people.importing.files import first_rows, rows_in
from balie.people.importing.grouping import Group, groups_of, has_begun, told_of, words_of
from balie.people.importing.reasons import RowRefused, in_words, reasons_in
from balie.people.importing.wishes import Wish, wish_of
from balie.people.models import Contact

PREVIEWED = 8
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    examples: Sequence[str]
    target: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows`: as they would become, with what would be left out of them, or why they would be refused."""

    columns: Sequence[Column]
    rows: Sequence[tuple[int, Wish | None, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """Of the run, once it has begun; before that of trying it out."""

    trial: bool
    counts: Counts
    refused: Sequence[Group]
    remarks: Sequence[Group]

    @property
    def does_something(self) -> bool:
        return bool(self.counts.of("new") or self.counts.of("changed") or self.counts.houses)


def preview_of(it: ContactImport) -> Preview:
    """Raises FileNotFoundError."""
    rows = first_rows(it, PREVIEWED)
    columns = [
        Column(heading, _examples(rows, place), target)
        for place, (heading, target) in enumerate(zip(it.headings, it.targets, strict=True))
    ]
    return Preview(columns, [_previewed(row, it) for row in rows])


def _examples(rows: Sequence[Read], place: int) -> list[str]:
    return [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]][:_EXAMPLES]


def _previewed(row: Read, it: ContactImport) -> tuple[int, Wish | None, str]:
    try:
        wish = wish_of(row, it.targets)
    except RowRefused as refusal:
        return row.line, None, in_words(refusal.reasons, it.headings)
    return row.line, wish, in_words(wish.left, it.headings)


def result_of(it: ContactImport) -> Result:
    trial, found = not has_begun(it), groups_of(it)
    return Result(
        trial=trial,
        counts=counts_of(it.expected if trial else it.done),
        refused=[group for group in found if group.refused],
        remarks=[group for group in found if not group.refused],
    )


def lines_of(it: ContactImport, group: Group | None = None) -> Iterator[tuple[Cell, ...]]:
    """As they stand in the file, with the reason as the last column: put right, they can be imported again.

    Of a group, or all that were refused. Raises FileNotFoundError.
    """
    # It is read when nobody knows any more who asked.
    return _lines(it, group, translation.get_language())


def _lines(it: ContactImport, group: Group | None, language: str | None) -> Iterator[tuple[Cell, ...]]:
    waiting = told_of(it, group).values_list("line", "reasons", "reason").iterator(chunk_size=1_000)
    at = next(waiting, None)
    width = len(it.headings)
    for row in rows_in(it):
        if at is None:
            return
        if row.line == at[0]:
            with translation.override(language):
                words = in_words(reasons_in(at[1]), it.headings) or at[2]
            yield (*row.cells, *([""] * (width - len(row.cells))), words)
            at = next(waiting, None)


def refused_head(it: ContactImport) -> list[str]:
    return [*it.headings, _("Reason")]


def made_by(it: ContactImport, *, after: int, most: int) -> list[tuple[ImportedRow, Contact | None, str]]:
    """Contacts that it made or changed, in the order of the file, with what was left out of their rows; no contact
    where somebody is no more.
    """
    rows = list(it.rows.filter(trial=False, contact_id__gt=0, pk__gt=after).order_by("pk")[:most])
    found = Contact.objects.select_related("merged_into").in_bulk({row.contact_id for row in rows if row.contact_id})
    return [(row, found.get(row.contact_id or 0), words_of(row, it.headings)) for row in rows]

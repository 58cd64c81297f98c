"""The file of an import, as it is handed in, and its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from balie.core.sheets.dialects import Dialect, dialect_of, is_text
from balie.core.sheets.reading import Read, rows_of
from balie.files.storage import open_blob
from balie.people.custom_fields.known import fields_of
from balie.people.editing.refusals import Refused
from balie.people.field_records import Of
from balie.people.import_records import ContactImport
from balie.people.importing.recognising import is_heading, recognised

LARGEST = 50 * 1024 * 1024
MOST_ROWS = 200_000
_SAMPLE = 200
_MOST_COLUMNS = 200
# What Excel and LibreOffice save as sheets of their own begins so: a zip, or the older way.
_OTHERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a file tells."""

    dialect: Dialect
    headings: Sequence[str]
    has_headings: bool
    targets: Sequence[str]


def look_at(file: BinaryIO) -> Found:
    """Raises Refused for what is no table."""
    file.seek(0)
    if file.read(8).startswith(_OTHERS):
        raise Refused(_("This is no CSV file. Save the sheet as CSV in your spreadsheet program, and choose that."))
    file.seek(0)
    dialect = dialect_of(file)
    file.seek(0)
    if not is_text(file, dialect):
        raise Refused(_("This is no table: it isn't text. Save the sheet as CSV in your spreadsheet program."))
    file.seek(0)
    sample = [row.cells for row in islice(rows_of(file, dialect), _SAMPLE) if not row.broken]
    if not sample:
        raise Refused(_("There is nothing in this file."))
    named = is_heading(sample[0])
    if named and not sample[1:]:
        raise Refused(_("There is nobody in this file: only a line with the names of columns."))
    width = len(sample[0]) if named else max(map(len, sample))
    if width > _MOST_COLUMNS:
        raise Refused(_("There are more than %(most)d columns in this file.") % {"most": _MOST_COLUMNS})
    headings = [cell.strip()[:200] for cell in sample[0]] if named else [""] * width
    targets = recognised(headings, sample[1:] if named else sample)
    own = {one.key for of in Of.values for one in fields_of(of).all}
    # An export calls custom fields by their keys, whatever these mean elsewhere.
    return Found(
        dialect, headings, named, ["" if name in own else it for name, it in zip(headings, targets, strict=True)]
    )


def rows_in(it: ContactImport) -> Iterator[Read]:
    """Without that of the headings. Raises FileNotFoundError."""
    with open_blob(it.blob_id or "") as file:
        yield from islice(rows_of(file, Dialect(**it.dialect)), int(it.has_headings), None)


def first_rows(it: ContactImport, most: int) -> list[Read]:
    return list(islice(rows_in(it), most))

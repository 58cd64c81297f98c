"""A table as a file that spreadsheets and programs read. Pure."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from balie.core.sheets.dialects import Separated
from balie.core.sheets.formulas import harmless

Cell = str | int | None
_TOGETHER = 200
MARK = "\ufeff"


def written(head: Iterable[str], rows: Iterable[Iterable[Cell]], shape: Separated) -> Iterator[str]:
    """Some rows at a time; its first line names the columns."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=shape.separator)
    if shape.mark:
        buffer.write(MARK)
    writer.writerow([harmless(name) for name in head])
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(it) if isinstance(it, str) else it for it in row])
        if number % _TOGETHER == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset there, to the second."""
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""

"""For millions of documents at once: the index is built when they are all there, which takes a tenth of the time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from balie.search.models import Document

_MEMORY = "512MB"


@contextmanager
def index_built_afterwards() -> Iterator[None]:
    """Nothing can be found while it lasts; only for a desk that nobody uses yet, or out of hours."""
    (index,) = Document._meta.indexes
    with connection.schema_editor() as editor:
        editor.remove_index(Document, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.execute(f"set local maintenance_work_mem = '{_MEMORY}'")
            editor.add_index(Document, index)
        with connection.cursor() as cursor:
            cursor.execute("analyze search_document")

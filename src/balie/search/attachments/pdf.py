"""Text of PDF files; a page break is between pages."""

import logging
from collections.abc import Iterator
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from balie.search.attachments.problems import Broken, Encrypted


def read_pdf(file: BinaryIO) -> Iterator[str]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault of every file
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
        for place, page in enumerate(reader.pages):
            yield "\f" if place else ""
            yield page.extract_text()
    except (MemoryError, RecursionError, Encrypted):
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError) as problem:
        # What is wrong with a file shows itself in any of these.
        raise Broken from problem

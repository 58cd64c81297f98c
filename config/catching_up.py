"""What came is looked through in between, so that it is found by more than its words: one lane of the worker."""

from balie.knowledge import meanings as articles
from balie.tickets import file_reading
from balie.tickets.resembling import meanings as tickets


def run_batch() -> int:
    """How many steps were taken; 0 when there is nothing left to look through."""
    return file_reading.run_batch() or tickets.run_batch() or articles.run_batch()

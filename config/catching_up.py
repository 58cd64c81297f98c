"""What came is looked through in between, so that it is found by more than its words: one lane of the worker."""

from balie.knowledge import meanings as articles
from balie.tickets import file_reading
from balie.tickets.resembling import meanings as tickets


def run_batch() -> int:
    """How many steps were taken; 0 when there is nothing left to look through, or nothing that is urgent."""
    if done := file_reading.run_batch():
        return done
    # One lot each time the lane is swept: a hundred thousand old tickets take a day, and nobody notices.
    tickets.run_batch()
    articles.run_batch()
    return 0

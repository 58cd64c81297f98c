"""What people were told, as the tests look at it."""

from balie.accounts.models import User
from balie.events.dispatch import run_batch
from balie.notifications.centre import lines
from balie.notifications.wording import names_for, said


def worked() -> None:
    """The worker has taken all steps that were due."""
    while run_batch():
        pass


def told(user: User) -> list[tuple[int, str]]:
    """The number of each ticket, with what is said of it; the latest first."""
    worked()
    found = lines(user)
    names = names_for(found)
    return [(line.ticket, str(said(line.facts, names))) for line in found]

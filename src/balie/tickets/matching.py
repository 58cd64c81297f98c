"""The tickets of a list, beyond the page that is shown."""

from dataclasses import dataclass

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.tickets.finding import Wanted, edges, form_of, parameters_of, query


@dataclass(frozen=True, slots=True)
class Matching:
    """`more`: there are others than these, or may be."""

    tickets: list[int]
    more: bool


def matching(viewer: User, wanted: Wanted, most: int) -> Matching:
    """The latest changed of them."""
    if not (viewer.is_active and viewer.is_staff):
        return Matching([], more=False)
    parameters = parameters_of(viewer, wanted, None)
    form = form_of(viewer, wanted, None, parameters, most + 1)
    found = [pk for _at, pk in rows(query(form), parameters)]
    broken_off = bool(form.rest) and bool(rows(edges(form), parameters))
    return Matching(found[:most], more=len(found) > most or broken_off)

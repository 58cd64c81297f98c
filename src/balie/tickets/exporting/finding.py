"""All tickets of a list, however many: their numbers first, so that none is missed while they are written."""

from collections.abc import Iterator
from datetime import datetime

from balie.accounts.models import User
from balie.conditions.tree import Node
from balie.core.clock import now
from balie.core.prepared import rows
from balie.tickets import finding
from balie.tickets.finding import Cursor, Wanted, edges, form_of, parameters_of
from balie.tickets.narrowing import wanted_for

_TOGETHER = 5_000


def ticket_numbers(viewer: User, node: Node, *, most: int | None = None) -> list[int]:
    """The latest changed first; those that were changed while the others were found come last."""
    if not (viewer.is_active and viewer.is_staff):
        return []
    wanted, begun, found = wanted_for(node, viewer), now(), dict[int, None]()
    for pk, _at in _walk(viewer, wanted):
        found[pk] = None
        if most is not None and len(found) >= most:
            return list(found)
    for pk, at in _walk(viewer, wanted):
        if at < begun:
            break
        found.setdefault(pk)
    return list(found)


def _walk(viewer: User, wanted: Wanted) -> Iterator[tuple[int, datetime]]:
    cursor: Cursor | None = None
    while True:
        parameters = parameters_of(viewer, wanted, cursor)
        form = form_of(viewer, wanted, cursor, parameters, _TOGETHER)
        found = rows(finding.query(form), parameters)
        yield from ((pk, at) for at, pk in found)
        # Where not all could be looked through, the next begins where that ended.
        ends = rows(edges(form), parameters) if form.rest and len(found) < _TOGETHER else found[-1:]
        if not ends or (not form.rest and len(found) < _TOGETHER):
            return
        cursor = Cursor(*ends[0])

"""Conditions on tickets as what a search is kept to."""

from typing import Any

from balie.accounts.models import User
from balie.conditions.tree import ANYTHING, Node
from balie.core.prepared import rows
from balie.search.narrowing import NOT_NARROWED, Narrowing
from balie.tickets.asking import asked_in_sql
from balie.tickets.finding import Cursor, Wanted, edges, form_of, parameters_of, query
from balie.tickets.narrowing import wanted_for

# With more tickets than this, each document that has the words is asked instead.
FEW = 2_000
# Without `offset 0` the planner might begin with the tickets, of which there are many.
_EACH = "exists (select from tickets_ticket t where t.id = found.group_id and ({condition}) offset 0)"


def narrowing_of(node: Node, viewer: User) -> Narrowing:
    if node == ANYTHING:
        return NOT_NARROWED
    numbers, all_of_them = listed(viewer, node, FEW)
    if all_of_them:
        return Narrowing(among=numbers)
    values: dict[str, Any] = {}
    return Narrowing(_EACH.format(condition=asked_in_sql(node, viewer, values)), values)


def listed(viewer: User, node: Node, most: int) -> tuple[list[int], bool]:
    """The numbers of tickets of which the conditions hold, latest change first, and whether these are all."""
    wanted: Wanted = wanted_for(node, viewer)
    cursor: Cursor | None = None
    parameters = parameters_of(viewer, wanted, cursor)
    form = form_of(viewer, wanted, cursor, parameters, most + 1)
    numbers = [number for _at, number in rows(query(form), parameters)]
    more = len(numbers) > most or bool(form.rest and rows(edges(form), parameters))
    return numbers[:most], not more

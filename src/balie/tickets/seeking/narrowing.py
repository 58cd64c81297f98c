"""Conditions on tickets as what a search is kept to."""

from typing import Any

from balie.accounts.models import User
from balie.conditions.tree import ANYTHING, Node
from balie.search.narrowing import NOT_NARROWED, Narrowing
from balie.tickets.asking import asked_in_sql
from balie.tickets.matching import matching
from balie.tickets.narrowing import wanted_for

# With more tickets than this, each document that has the words is asked instead.
FEW = 2_000
# Without `offset 0` the planner might begin with the tickets, of which there are many.
_EACH = "exists (select from tickets_ticket t where t.id = found.group_id and ({condition}) offset 0)"


def narrowing_of(node: Node, viewer: User) -> Narrowing:
    if node == ANYTHING:
        return NOT_NARROWED
    found = matching(viewer, wanted_for(node, viewer), FEW)
    if not found.more:
        return Narrowing(among=found.tickets)
    values: dict[str, Any] = {}
    return Narrowing(_EACH.format(condition=asked_in_sql(node, viewer, values)), values)

"""Lists in another order than that of the latest change, in groups, or as the columns of a board.

No index has a list in such an order, so as many of its tickets as can be put in order in no time are: the latest
changed, or for those that wait the longest, the longest unchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.tickets.finding import Form, Wanted, form_of, parameters_of, query
from balie.tickets.listing import PAGE, Row, statement
from balie.tickets.models import Kind, Status
from balie.tickets.views import Grouping, Sorting

MOST = 5_000
# Of each column of a board.
COLUMN = 30

_SORTED = {
    Sorting.UPDATED: "t.updated_at desc, t.id desc",
    Sorting.WAITING: "t.updated_at, t.id",
    Sorting.NEWEST: "t.created_at desc, t.id desc",
    Sorting.OLDEST: "t.created_at, t.id",
    Sorting.PRIORITY: "t.priority desc, t.updated_at desc, t.id desc",
}
_GROUPED = {
    Grouping.NONE: "1",
    Grouping.STATUS: f"array_position('{{{','.join(Status.values)}}}'::text[], t.status::text)",
    Grouping.PRIORITY: "-t.priority",
    Grouping.KIND: f"array_position('{{{','.join(Kind.values)}}}'::text[], t.kind::text)",
    Grouping.TEAM: "lower(g_team.name)",
    Grouping.ASSIGNEE: "lower(coalesce(nullif(g_assignee.name, ''), g_assignee.email))",
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    sorting: str = Sorting.UPDATED
    grouping: str = Grouping.NONE

    @property
    def is_plain(self) -> bool:
        """What `listing.page` answers, to whatever length."""
        return self.sorting == Sorting.UPDATED and self.grouping == Grouping.NONE


class Placed(NamedTuple):
    row: Row
    # How many tickets stand in its group.
    group: int


@dataclass(frozen=True, slots=True)
class Arranged:
    rows: Sequence[Placed]
    more: bool = False
    # There are more tickets than were put in order.
    capped: bool = False


def arranged(
    viewer: User, wanted: Wanted, arrangement: Arrangement, *, skip: int = 0, size: int = PAGE, column: int = MOST
) -> Arranged:
    """`size` rows after the first `skip`; of each group at most `column`."""
    if not (viewer.is_active and viewer.is_staff):
        return Arranged(())
    parameters = parameters_of(viewer, wanted, None)
    form = form_of(viewer, wanted, None, parameters, MOST)
    if arrangement.sorting == Sorting.WAITING:
        form = replace(form, newer=True)
    values = rows(_statement(form, arrangement), parameters | {"skip": skip, "size": size + 1, "column": column})
    found = [Placed(Row._make(row[:-2]), row[-2]) for row in values]
    return Arranged(found[:size], more=len(found) > size, capped=bool(values) and values[0][-1] >= MOST)


_PLACED = """
select * from (
    select t.id, row_number() over (order by {grouped} nulls last, {sorted}) as place,
        row_number() over (partition by {grouped} order by {sorted}) as place_in_group,
        count(*) over (partition by {grouped}) as in_group, count(*) over () as many
    from ({found}) f join tickets_ticket t on t.id = f.id
    left join accounts_team g_team on g_team.id = t.team_id
    left join accounts_user g_assignee on g_assignee.id = t.assignee_id
) placed where place_in_group <= %(column)s::bigint
order by place offset %(skip)s::bigint limit %(size)s::bigint
"""


@lru_cache(maxsize=256)
def _statement(form: Form, arrangement: Arrangement) -> str:
    grouped, order = _GROUPED[Grouping(arrangement.grouping)], _SORTED[Sorting(arrangement.sorting)]
    placed = _PLACED.format(grouped=grouped, sorted=order, found=query(form))
    return statement(form, placed, "found.place", more=", found.in_group, found.many")

"""How many tickets lists hold, in the same time whatever the number of tickets and of those who look.

A count is capped. It is made once for all who see the same teams, and kept for a while; longer where it was dear. What
somebody sees besides their teams, since it is theirs or they follow it, is little, and is counted by itself.
"""

import json
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import add
from typing import NamedTuple

from django.conf import settings

from balie.accounts.models import User
from balie.conditions.storing import stored
from balie.conditions.tree import Is, Node, Who, Within, all_of, leaves
from balie.core.prepared import rows
from balie.tickets.finding import DONE, NOBODY, WINDOW, Form, Wanted, edges, form_of, literal, parameters_of, query
from balie.tickets.models import ACTIVE
from balie.tickets.narrowing import narrowed_to, wanted_for

CAP = 1_000
# So many tickets are looked through where no index answers: what is counted of them is "at least".
LOOKED_THROUGH = 10_000
_SECONDS = 20.0
# What took long is kept so many times as long: counting takes no more of a processor than the inverse of it.
_TIMES = 400
_ENOUGH = 1.0  # seconds, after which one who asks gets what is known
_WAIT = 5.0  # seconds, in which others make do with the count before, while one counts again
_MOST = 5_000
_NO_USER = 0


class Count(NamedTuple):
    """`more`: there are more, or may be."""

    number: int
    more: bool = False

    def __add__(self, other: object) -> "Count":
        if not isinstance(other, Count):
            return NotImplemented
        number = self.number + other.number
        return Count(min(number, CAP), self.more or other.more or number > CAP)


class _Part(NamedTuple):
    """Of what a list holds: `key` is what it is remembered by."""

    key: Hashable
    make: Callable[[], Count]


@dataclass(slots=True)
class _Kept:
    until: float
    count: Count


_kept: dict[Hashable, _Kept] = {}
_elsewhere_kept: dict[int, tuple[float, tuple[int, ...]]] = {}


def count_lists(viewer: User, lists: Mapping[str, Node]) -> dict[str, Count]:
    """By the keys of the lists; without those that there was no time for, which come first the next time."""
    if not (viewer.is_active and viewer.is_staff):
        return dict.fromkeys(lists, Count(0))
    elsewhere = () if viewer.sees_everything else _elsewhere(viewer)
    parts = {key: _parts(viewer, node, elsewhere) for key, node in lists.items()}
    deadline = time.monotonic() + _ENOUGH
    found: dict[str, Count] = {}
    for key in sorted(parts, key=lambda key: min(_kept_until(part) for part in parts[key])):
        counts = [_remembered(part, deadline) for part in parts[key]]
        known = [count for count in counts if count is not None]
        if len(known) == len(counts):
            found[key] = reduce(add, known)
    return found


def _kept_until(part: _Part) -> float:
    known = _kept.get(part.key)
    return known.until if known else 0.0


def _parts(viewer: User, node: Node, elsewhere: tuple[int, ...]) -> list[_Part]:
    told = json.dumps(stored(node))
    about = {value for leaf in leaves(node) if isinstance(leaf, Is) for value in leaf.values if isinstance(value, Who)}
    zone = viewer.time_zone if any(isinstance(leaf, Within) for leaf in leaves(node)) else ""
    sight = None if viewer.sees_everything and Who.MINE not in about else viewer.team_ids
    if Who.ME in about:
        return [_Part((told, zone, viewer.pk), lambda: _counted(viewer, _wanted(node, viewer), viewer.pk))]
    shared = (told, zone, viewer.sees_everything, sight)
    parts = [_Part(shared, lambda: _counted(viewer, _wanted(node, viewer), _NO_USER))]
    if elsewhere:
        own = (told, zone, "elsewhere", viewer.pk)
        parts.append(_Part(own, lambda: _counted(viewer, narrowed_to(_wanted(node, viewer), elsewhere), viewer.pk)))
    return parts


def _wanted(node: Node, viewer: User) -> Wanted:
    """Words are looked for no longer than a count is worth."""
    return wanted_for(node, viewer, bounded=True)


def _counted(viewer: User, wanted: Wanted, me: int) -> Count:
    """`me`: for whom; as nobody, only what comes of teams is seen."""
    if wanted.assignee == NOBODY:  # no index knows of that: not more is looked through than for other conditions
        wanted = replace(wanted, assignee=None, rest=all_of(wanted.rest, Is("assignee", (None,))))
    parameters = parameters_of(viewer, wanted, None) | {"me": me}
    form = form_of(viewer, wanted, None, parameters, CAP + 1)
    form = replace(form, window=max(1, form.window * LOOKED_THROUGH // WINDOW))
    if set(form.active) != set(ACTIVE):  # each from the index that begins with it, however few there are
        form = replace(form, active=(), done=form.active + form.done)
    ((number, broken_off),) = rows(_statement(form), parameters)
    return Count(min(number, CAP), number > CAP or broken_off or wanted.partly)


@lru_cache(maxsize=256)
def _statement(form: Form) -> str:
    broken_off = f"exists({edges(form)})" if form.rest else "false"
    return " ".join(("select (select count(*) from (", query(form), ") x),", broken_off))


# The latest that are theirs, however many they have; most of them are of their own teams.
_THEIRS = """
(select t.id, t.team_id from tickets_ticket t where t.assignee_id = %(me)s::bigint and t.status = any({statuses})
 order by t.updated_at desc, t.id desc limit {looked})"""
_ELSEWHERE = " ".join(
    (
        "select id from (",
        _THEIRS.format(statuses=literal(ACTIVE), looked=LOOKED_THROUGH // 5),
        "union",
        _THEIRS.format(statuses=literal(tuple(DONE)), looked=LOOKED_THROUGH // 5),
        "union (select t.id, t.team_id from tickets_follower f join tickets_ticket t on t.id = f.ticket_id",
        f"where f.user_id = %(me)s::bigint order by f.id desc limit {LOOKED_THROUGH // 5})) x",
        "where team_id is not null and team_id <> all(%(own)s::bigint[]) order by id desc limit",
        str(CAP + 1),
    )
)


def _elsewhere(viewer: User) -> tuple[int, ...]:
    """Tickets of other teams that are theirs or that they follow."""
    moment = time.monotonic()
    known = _elsewhere_kept.get(viewer.pk)
    if known and known[0] > moment and getattr(settings, "BALIE_REMEMBER", True):
        return known[1]
    found = rows(_ELSEWHERE, {"me": viewer.pk, "own": list(viewer.team_ids)})
    if len(_elsewhere_kept) >= _MOST:
        _elsewhere_kept.clear()
    _elsewhere_kept[viewer.pk] = moment + _SECONDS, tuple(pk for (pk,) in found)
    return _elsewhere_kept[viewer.pk][1]


def _remembered(part: _Part, deadline: float) -> Count | None:
    """After the deadline what was counted last, if it was."""
    key, make = part
    moment = time.monotonic()
    known = _kept.get(key)
    if not getattr(settings, "BALIE_REMEMBER", True):
        return make()
    if moment > deadline:
        return known.count if known else None
    if known and known.until > moment:
        return known.count
    if known:
        known.until = moment + _WAIT
    count = make()
    if len(_kept) >= _MOST:
        _kept.clear()
    ended = time.monotonic()
    _kept[key] = _Kept(ended + max(_SECONDS, _TIMES * (ended - moment)), count)
    return count

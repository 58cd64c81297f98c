"""What somebody was told: a line for each ticket, the latest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from balie.accounts.models import User
from balie.core.prepared import rows
from balie.notifications.models import Bundle
from balie.notifications.telling import tell_bells
from balie.tickets.destinations import MERGED_INTO

PAGE = 30
CAP = 99

_FACTS = """
select n.ticket_id, n.kind, n.actor_kind, n.actor_id, count(*), min(n.message_id), max(n.instead_of)
from notifications_bundle b join notifications_notification n on n.user_id = b.user_id and n.ticket_id = b.ticket_id
where b.user_id = %(user)s::bigint and b.ticket_id = any(%(tickets)s::bigint[])
    and n.id >= case when %(unsent)s then greatest(b.seen, b.mailed) + 1 else b.begun end
group by n.ticket_id, n.kind, n.actor_kind, n.actor_id order by max(n.id) desc
"""

_UNREAD = f"""
select id from notifications_bundle where user_id = %(user)s::bigint and latest > seen
    and (%(ticket)s::bigint is null or ticket_id = %(ticket)s::bigint or ticket_id in ({MERGED_INTO}))
"""  # noqa: S608 -- a statement of the house


@dataclass(frozen=True, slots=True)
class Fact:
    """The same done by the same, so many times. `message`: the first of those that were written."""

    kind: str
    actor_kind: str
    actor: int | None
    count: int
    message: int | None
    instead_of: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """`id` is where a page goes on."""

    id: int
    ticket: int
    subject: str
    unread: bool
    at: datetime
    facts: Sequence[Fact]


def count_unread(viewer: User) -> int:
    """Tickets, not happenings; above CAP it means more than that."""
    return Bundle.objects.visible_to(viewer).unread().order_by()[: CAP + 1].count()


def lines(viewer: User, *, before: int | None = None, unread: bool = False, limit: int = PAGE) -> list[Line]:
    """One more than asked for says that the list goes on."""
    found = Bundle.objects.visible_to(viewer)
    if unread:
        found = found.unread()
    if before:
        found = found.filter(latest__lt=before)
    return lines_of(viewer.pk, found.select_related("ticket").order_by("-latest")[: limit + 1])


def lines_of(user_id: int, bundles: Iterable[Bundle], *, unsent: bool = False) -> list[Line]:
    """`unsent`: only what was neither seen nor mailed."""
    known = list(bundles)
    facts = _facts(user_id, [one.ticket_id for one in known], unsent=unsent) if known else {}
    return [
        Line(one.latest, one.ticket_id, one.ticket.subject, one.is_unread, one.latest_at, facts.get(one.ticket_id, ()))
        for one in known
    ]


def _facts(user_id: int, tickets: list[int], *, unsent: bool) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    values: dict[str, Any] = {"user": user_id, "tickets": tickets, "unsent": unsent}
    for ticket, *fact in rows(_FACTS, values):
        found.setdefault(ticket, []).append(Fact(*fact))
    return found


def note_seen(*, user_id: int, ticket_id: int | None = None) -> int:
    """All that one was told of a ticket and of what was merged into it, or of every one; no mail about it goes out.
    How many were unread.
    """
    keys = [pk for (pk,) in rows(_UNREAD, {"user": user_id, "ticket": ticket_id})]
    if not keys:  # as it is most of the time
        return 0
    with transaction.atomic():
        changed = Bundle.objects.filter(pk__in=keys).unread().taken().update(seen=F("latest"), mail_at=None)
    if changed:
        tell_bells([user_id])
    return changed

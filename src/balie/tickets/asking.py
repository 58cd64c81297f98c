"""Conditions on tickets as SQL, for one who looks."""

from collections.abc import Mapping
from typing import Any

from balie.accounts.models import User
from balie.conditions.looking import Looking
from balie.conditions.sql import Binding, Source, to_sql
from balie.conditions.tree import ANYTHING, Node, Says, Who, leaves
from balie.core.clock import now
from balie.core.prepared import rows
from balie.core.zones import zone_named
from balie.tickets.custom_fields.asking import sources_of
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.fields import SOURCES
from balie.tickets.models import Ticket
from balie.tickets.querysets import TicketQuerySet

_FEW = 5_000


def looking_of(user: User) -> Looking:
    return Looking({Who.ME: (user.pk,), Who.MINE: user.team_ids}, now(), zone_named(user.time_zone))


def asked_in_sql(node: Node, user: User, parameters: dict[str, object]) -> str:
    """A condition on `tickets_ticket t`, its values put into `parameters`; nothing for no condition."""
    if node == ANYTHING:
        return ""
    return to_sql(node, sources_for(node, user), _in_subject, looking_of(user), Binding(parameters))


def sources_for(node: Node, user: User) -> Mapping[str, Source]:
    """Custom fields among them when one is asked for."""
    if all(isinstance(leaf, Says) or leaf.field in SOURCES for leaf in leaves(node)):
        return SOURCES
    return {**sources_of(known_fields().all, zone_named(user.time_zone)), **SOURCES}


def narrowed(tickets: TicketQuerySet, node: Node, user: User) -> TicketQuerySet:
    """Those of few tickets, such as one contact has, of which the conditions hold."""
    parameters: dict[str, Any] = {"among": list(tickets.values_list("pk", flat=True)[:_FEW])}
    asked = asked_in_sql(node, user, parameters) or "true"
    statement = " ".join(("select t.id from tickets_ticket t where t.id = any(%(among)s::bigint[]) and", asked))
    return Ticket.objects.filter(pk__in=[pk for (pk,) in rows(statement, parameters)])


def _in_subject(text: str, *, phrase: bool, bind: Binding) -> str:  # noqa: ARG001 -- as `Words` is called
    return SOURCES["subject"].among((text,), bind)

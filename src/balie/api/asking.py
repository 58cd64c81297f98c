"""Which tickets a list of the API holds: its parameters and `q` as one condition."""

from collections.abc import Iterator

from django.db.models import Q

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.api.filters import Filters
from balie.api.naming import team_named, user_named
from balie.api.pages import Place
from balie.api.permissions import must_work_here
from balie.api.problems import Problem
from balie.conditions.grammar import Unclear, understand
from balie.conditions.moments import At
from balie.conditions.tree import Is, Node, Who, Within, all_of
from balie.people.identities import find_contact
from balie.tickets.asking import narrowed
from balie.tickets.fields import ticket_fields
from balie.tickets.finding import Cursor
from balie.tickets.listing import page
from balie.tickets.models import Ticket
from balie.tickets.narrowing import wanted_for
from balie.tickets.tags.tagging import tag_meant

# A number that nobody and nothing has.
_NONE_SUCH = 0


def found_by(user: User, filters: Filters, place: Place | None, limit: int) -> tuple[list[int], Place | None]:
    """Raises Problem. Where the page after these begins, when there is one."""
    if not user.is_staff:
        return _of_customer(user, filters, place, limit)
    cursor = Cursor(place.at, place.id) if place else None
    found = page(user, wanted_for(asked_for(filters), user), cursor, limit)
    following = Place(found.older.updated_at, found.older.id) if found.older else None
    return [row.id for row in found.rows], following


def _of_customer(user: User, filters: Filters, place: Place | None, limit: int) -> tuple[list[int], Place | None]:
    """Few tickets, none of them by way of a team."""
    if filters.q or filters.own_status:  # not all own statuses are for contacts to know
        must_work_here(user)
    tickets = narrowed(Ticket.objects.visible_to(user), asked_for(filters), user)
    if place:
        tickets = tickets.filter(Q(updated_at__lt=place.at) | Q(updated_at=place.at, pk__lt=place.id))
    rows = list(tickets.order_by("-updated_at", "-pk").values_list("pk", "updated_at")[: limit + 1])
    numbers = [pk for pk, _at in rows[:limit]]
    return numbers, Place(rows[limit - 1][1], numbers[-1]) if len(rows) > limit else None


def asked_for(filters: Filters) -> Node:
    return all_of(*([understood(filters.q)] if filters.q else []), *_conditions(filters))


def understood(text: str) -> Node:
    try:
        return understand(text, ticket_fields(directory()))
    except Unclear as unclear:
        raise Problem(422, told_unclear(unclear), field="q") from unclear


def told_unclear(unclear: Unclear) -> str:
    what = f" {unclear.field}" if unclear.field else ""
    value = f" {unclear.value}" if unclear.value else ""
    near = f" Perhaps: {', '.join(unclear.near)}." if unclear.near else ""
    return f"Not understood at character {unclear.at}: {unclear.why.replace('_', ' ')}{what}{value}.{near}"


def _conditions(filters: Filters) -> Iterator[Node]:
    if filters.status:
        yield Is("status", tuple(filters.status))
    if filters.own_status:
        yield Is("status", tuple(filters.own_status))
    if filters.team:
        yield Is("team", (None if filters.team == "none" else team_named(filters.team),))
    if filters.assignee:
        special = {"me": Who.ME, "none": None}
        named = filters.assignee
        yield Is("assignee", (special[named] if named in special else user_named(named),))
    if filters.requester:
        contact = find_contact(filters.requester)
        yield Is("requester", (contact.pk if contact else _NONE_SUCH,))
    for name in filters.tag:
        tag = tag_meant(name)
        yield Is("tag", (tag.pk if tag else _NONE_SUCH,))
    if filters.updated_since:
        yield Within("updated", since=At(filters.updated_since))

"""Which browsers hear that something happened on a ticket."""

from collections.abc import Iterable

from balie.core.prepared import later, run
from balie.events.models import Event
from balie.live.hints import CHANNEL

NO_TEAM = "team:0"

# One round trip: the ticket's team and assignee are looked up where the hint is made.
_NOTIFY = """
select pg_notify(%(channel)s, json_build_object(
    'topics', array_remove(array['ticket:' || id, 'tickets', 'team:' || coalesce(team_id, 0), 'user:' || assignee_id,
                                 %(left)s::text], null),
    'hint', %(hint)s::text, 'event', %(event)s::bigint)::text)
from tickets_ticket where id = %(ticket)s
"""


def tell_browsers(event: Event) -> None:
    """A step of every event: the ticket itself, the lists it stands in, and the one it has just left."""
    if event.ticket_id is None:
        return
    values = {
        "channel": CHANNEL, "left": _left(event), "hint": event.kind.partition(".")[0], "event": str(event.pk),
        "ticket": str(event.ticket_id),
    }  # fmt: skip
    later(_NOTIFY, values)


# As many as one hint can hold; who looks at others sees it when they look again.
_MOST_TOPICS = 200
_SEVERAL = """
select pg_notify(%(channel)s, json_build_object('topics', %(topics)s::text[], 'hint', 'ticket', 'event', 0)::text)
"""


def tell_of_tickets(ticket_ids: Iterable[int]) -> None:
    """Something is known of these that stands on their pages and in lists: the newest of them are told of."""
    if newest := sorted(ticket_ids)[-_MOST_TOPICS:]:
        run(_SEVERAL, {"channel": CHANNEL, "topics": ["tickets", *(f"ticket:{pk}" for pk in newest)]})


# Without an event: nothing has happened to the ticket.
_DRAFTS = """
select pg_notify(%(channel)s, json_build_object('topics', array['ticket:' || %(ticket)s::bigint], 'hint', 'waiting',
                                                'event', 0)::text)
"""


def tell_of_drafts(ticket_id: int) -> None:
    """What colleagues write there, or want to send later, is another: for the one part of the page that shows it."""
    run(_DRAFTS, {"channel": CHANNEL, "ticket": str(ticket_id)})


def _left(event: Event) -> str | None:
    before = event.data.get("before")
    if event.kind == "ticket.assigned":
        return f"user:{before}" if before else None
    return f"team:{before or 0}" if event.kind == "ticket.moved" else None

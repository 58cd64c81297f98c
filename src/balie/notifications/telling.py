"""Tells people of what happened: a step after events, in the worker. May run twice: nobody is told twice."""

from typing import Any

from balie.core.clock import now
from balie.core.prepared import later, run
from balie.events.models import Event
from balie.live.hints import CHANNEL
from balie.notifications.deciding import Delivery, decide
from balie.notifications.gathering import Scene, gather

_HINT = """
select pg_notify(%(channel)s, json_build_object(
    'topics', array['bell:' || id], 'hint', 'bell', 'event', %(event)s::bigint)::text)
from {users}
"""
# One round trip for all; a line of the centre that was read begins anew.
_TELL = """
with wanted as (
    select * from unnest(%(users)s::bigint[], %(kinds)s::text[], %(mails)s::timestamptz[], %(others)s::bigint[],
        %(pushes)s::timestamptz[]) as w (user_id, kind, mail_at, instead_of, push_at)
), told as (
    insert into notifications_notification
        (user_id, ticket_id, kind, event_id, message_id, actor_kind, actor_id, instead_of, at)
    select user_id, %(ticket)s::bigint, kind, %(event)s::bigint, %(message)s::bigint, %(actor_kind)s,
        %(actor)s::bigint, instead_of, %(now)s::timestamptz from wanted order by user_id
    on conflict do nothing returning id, user_id
), bundled as (
    insert into notifications_bundle as b
        (user_id, ticket_id, latest, seen, begun, mailed, latest_at, mail_at, push_at, urgent)
    select told.user_id, %(ticket)s::bigint, told.id, 0, told.id, 0, %(now)s::timestamptz, wanted.mail_at,
        wanted.push_at, %(urgent)s::boolean
    from told join wanted using (user_id) order by told.user_id
    on conflict (user_id, ticket_id) do update set
        begun = case when b.seen >= b.latest then excluded.latest else b.begun end,
        urgent = excluded.urgent or (b.urgent and b.latest > b.seen),
        latest = greatest(b.latest, excluded.latest), latest_at = excluded.latest_at,
        mail_at = least(b.mail_at, excluded.mail_at), push_at = least(b.push_at, excluded.push_at)
    returning user_id as id
)
""" + _HINT.format(users="bundled")  # noqa: S608 -- of this module
_BELLS = _HINT.format(users="unnest(%(users)s::bigint[]) as id")


def is_given(event: Event) -> bool:
    """To somebody else: a ticket that somebody takes is no news to them."""
    after = event.data.get("after")
    return after is not None and (event.actor_kind, event.actor_id) != ("user", after)


def has_note(event: Event) -> bool:
    """A ticket that is handed over comes with one."""
    return "note" in event.data


def names_somebody(event: Event) -> bool:
    """Who put a ticket aside, say."""
    return event.data.get("user") is not None


def tell(event: Event) -> None:
    scene = gather(event) if event.ticket_id else None
    if scene is None:
        return
    deliveries = decide(scene.happening, scene.people, now())
    if deliveries:
        _write(event, scene, deliveries)


def tell_bells(users: list[int], event_id: int = 0) -> None:
    """Their browsers ask how much is unread."""
    run(_BELLS, {"channel": CHANNEL, "event": event_id, "users": users})


def _write(event: Event, scene: Scene, deliveries: list[Delivery]) -> None:
    """Who had been told before is not told again."""
    values: dict[str, Any] = {
        "users": [one.user for one in deliveries],
        "kinds": [str(one.kind) for one in deliveries],
        "mails": [one.mail_at for one in deliveries],
        "pushes": [one.push_at for one in deliveries],
        "others": [one.instead_of for one in deliveries],
        "ticket": scene.ticket, "event": event.pk, "message": scene.message, "urgent": scene.happening.urgent,
        "actor_kind": event.actor_kind, "actor": event.actor_id, "now": now(), "channel": CHANNEL,
    }  # fmt: skip
    later(_TELL, values)

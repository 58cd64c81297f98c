"""What has to be known to decide who is told: one question, however many people it concerns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from balie.accounts.absence import away_today
from balie.accounts.models import STAFF, Role
from balie.core.prepared import rows
from balie.core.zones import zone_named
from balie.events.models import Event
from balie.notifications.deciding import Happening, Person
from balie.notifications.kinds import Rhythm
from balie.notifications.shifts import Shift
from balie.notifications.wishes import Wishes
from balie.tickets.mentioning import MENTIONED
from balie.tickets.models import Priority

_MOST = 500  # people looked at
_OF_TICKET = 8  # columns

# A message goes where its ticket is merged into; one that was taken back is nobody's news.
_MENTIONED = """array(select (e.data ->> '{}')::bigint from events_event e where e.ticket_id = t.id
    and e.kind = 'message.mentioned' and e.message_id = m.id and e.data ? '{}')"""
_SCENE = f"""
with ticket as materialized (
    select t.id, t.team_id, t.assignee_id, t.priority, m.id as message_id, coalesce(m.automatic, false) as automatic,
        {_MENTIONED.format("user", "user")} as users, {_MENTIONED.format("team", "team")} as teams
    from tickets_ticket t left join tickets_message m on m.id = %(message)s::bigint and m.ticket_id = t.id
    where t.id = coalesce((select ticket_id from tickets_message where id = %(message)s::bigint), %(ticket)s::bigint)
), concerned as (
    select unnest(%(users)s::bigint[]) as id
    union select assignee_id from ticket where %(takes_part)s
    union select f.user_id from tickets_follower f join ticket t on t.id = f.ticket_id where %(takes_part)s
    union select user_id from accounts_teammember where team_id = any(%(teams)s::bigint[])
    union select w.user_id from ticket t join accounts_teammember m on m.team_id = t.team_id
        join notifications_choice w on w.user_id = m.user_id
        join tickets_ticket opened on opened.id = t.id and opened.status <> 'closed'
        where %(opened)s and jsonb_array_length(coalesce(w.ways -> 'new', '[]')) > 0
), asked as (
    select id from concerned union select a.substitute_id from accounts_absence a join concerned c on c.id = a.user_id
), people as (
    select u.id, u.role, u.is_active, u.time_zone,
        array(select team_id from accounts_teammember where user_id = u.id),
        exists(select from tickets_follower f join ticket t on t.id = f.ticket_id where f.user_id = u.id),
        a.first_day, a.last_day, a.substitute_id, c.ways::text, c.rhythm, c.days::text, c.begins, c.ends,
        exists(select from notifications_device d where d.user_id = u.id)
    from accounts_user u
    left join accounts_absence a on a.user_id = u.id left join notifications_choice c on c.user_id = u.id
    where u.id in (select id from asked) order by u.id limit %(most)s
)
select * from ticket left join people on true
"""  # noqa: S608 -- names in the house


class Chosen(NamedTuple):
    """Of somebody's choice, all of it null where there is none."""

    ways: dict[str, list[str]] | None
    rhythm: str | None
    days: list[int] | None
    begins: int | None
    ends: int | None


@dataclass(frozen=True, slots=True)
class Scene:
    """`ticket`: on which it is to be read now."""

    ticket: int
    message: int | None
    happening: Happening
    people: Mapping[int, Person]


_SAID = frozenset({"message.received", "message.replied", "message.noted"})


def gather(event: Event) -> Scene | None:
    """None for what is nobody's news: taken back, or said by a machine."""
    written = event.message_id or event.data.get("note")
    users, teams = _about(event)
    values = {
        "ticket": event.ticket_id, "message": written, "users": sorted(users), "teams": sorted(teams), "most": _MOST,
        "takes_part": event.kind in _SAID, "opened": event.kind == "ticket.opened",
    }  # fmt: skip
    found = rows(_SCENE, values)
    if not found:
        return None
    ticket, team, assignee, priority, message, automatic, *mentioned = found[0][:_OF_TICKET]
    if automatic or (written and message is None):
        return None
    people = {one.id: one for one in (_person(row[_OF_TICKET:]) for row in found if row[_OF_TICKET] is not None)}
    happening = Happening(
        kind=event.kind,
        actor=event.actor_id if event.actor_kind == "user" else None,
        team=team,
        assignee=assignee,
        urgent=priority == Priority.URGENT,
        users=users,
        teams=teams,
        besides=_besides(event, people, *mentioned),
    )
    return Scene(ticket, message, happening, people)


def _about(event: Event) -> tuple[frozenset[int], frozenset[int]]:
    """Users and teams that the event names."""
    match event.kind:
        case "ticket.assigned":
            users, teams = event.data.get("after"), None
        case "ticket.moved":
            users, teams = None, event.data.get("after")
        case _:
            users, teams = event.data.get("user"), event.data.get("team")
    return frozenset([users] if users else []), frozenset([teams] if teams else [])


def _besides(event: Event, people: Mapping[int, Person], users: list[int], teams: list[int]) -> frozenset[int]:
    """Those who are told of the same note by an event of their own."""
    if event.kind == MENTIONED:
        return frozenset(users) if "team" in event.data else frozenset()
    if event.kind != "message.noted":
        return frozenset()
    return frozenset(users) | {pk for pk, one in people.items() if one.teams & set(teams)}


def _person(found: tuple[Any, ...]) -> Person:
    *row, devices = found
    pk, role, active, zone, teams, follows, first_day, last_day, substitute, ways, rhythm, days, *hours = row
    chosen = Chosen(ways and json.loads(ways), rhythm, days and json.loads(days), *hours)
    away = away_today(first_day, last_day, substitute, zone)
    return Person(
        id=pk,
        wishes=wishes_of(zone, chosen),
        works=active and role in STAFF,
        sees_everything=role in {Role.SUPERVISOR, Role.ADMIN},
        teams=frozenset(teams),
        follows=follows,
        away=away is not None,
        substitute=away.substitute if away else None,
        devices=devices,
    )


def wishes_of(zone: str, chosen: Chosen) -> Wishes:
    """As they stand in the database, or as usual."""
    if chosen.ways is None or chosen.days is None:
        return Wishes(Shift(zone_named(zone)))
    shift = Shift(zone_named(zone), frozenset(chosen.days), chosen.begins or 0, chosen.ends or 0)
    return Wishes(shift, chosen.ways, Rhythm(chosen.rhythm or Rhythm.QUARTER))

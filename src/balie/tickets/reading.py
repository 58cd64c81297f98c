"""One ticket as the desk reads it: by statements that are planned once, since nothing is opened as often."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from balie.accounts.models import Team, User
from balie.core.prepared import columns, made, rows
from balie.core.together import Reading
from balie.people.models import CALLED, Contact, Organisation
from balie.people.naming import called
from balie.tickets.finding import LEAVE
from balie.tickets.models import Ticket

# An address may hold any number, the database knows those of eight bytes.
_HIGHEST = models.BigIntegerField.MAX_BIGINT

_PARTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("t", Ticket), ("requester", Contact), ("organisation", Organisation), ("team", Team), ("assignee", User),
)  # fmt: skip


_COLUMNS = ", ".join(columns(model, name) for name, model in _PARTS)
_TICKET = f"""
select {_COLUMNS} from tickets_ticket t
join people_contact requester on requester.id = t.requester_id
left join people_organisation organisation on organisation.id = requester.organisation_id
left join accounts_team team on team.id = t.team_id
left join accounts_user assignee on assignee.id = t.assignee_id
where t.id = %(number)s::bigint"""  # noqa: S608 -- columns of the models
_SEEN = "select 1 from tickets_ticket t where t.id = %(number)s::bigint"
_OTHERS = """
select t.id, t.subject, t.status, t.own_status_id, t.updated_at from tickets_ticket t
where t.requester_id = %(requester)s and t.id <> %(number)s::bigint {leave}
order by t.updated_at desc, t.id desc limit 5"""
_AROUND = f"""
select array(select user_id from tickets_follower where ticket_id = %(number)s::bigint),
    array(select g.id from tickets_ticket_tags x join tickets_tag g on g.id = x.tag_id
          where x.ticket_id = %(number)s::bigint order by g.name),
    array(select g.name from tickets_ticket_tags x join tickets_tag g on g.id = x.tag_id
          where x.ticket_id = %(number)s::bigint order by g.name),
    (select json_agg(json_build_array(p.contact_id, {CALLED}, p.accepted) order by p.id) from tickets_participant p
     join people_contact contact on contact.id = p.contact_id where p.ticket_id = %(number)s::bigint)::text,
    coalesce((select max(version) from tickets_draft
              where ticket_id = %(number)s::bigint and user_id = %(me)s and not aside), 0),
    exists(select from tickets_draft where ticket_id = %(number)s::bigint and user_id = %(me)s and aside),
    exists(select from tickets_draft where ticket_id = %(number)s::bigint and user_id <> %(me)s
           and shared_at is not null and not aside)
    or exists(select from tickets_plannedreply where ticket_id = %(number)s::bigint),
    exists(select from tickets_ticketlink where source_id = %(number)s::bigint)
        or exists(select from tickets_ticketlink where target_id = %(number)s::bigint)
        or exists(select from tickets_merge where target_id = %(number)s::bigint),
    exists(select from tickets_task where ticket_id = %(number)s::bigint),
    exists(select from tickets_timeentry where ticket_id = %(number)s::bigint)
        or exists(select from tickets_timer where ticket_id = %(number)s::bigint and user_id = %(me)s),
    coalesce((select message_id from tickets_readmark
              where ticket_id = %(number)s::bigint and user_id = %(me)s), 0),
    coalesce((select kind from translation_service where id = 1), '')
"""  # noqa: S608 -- a name in the house


class Partaker(NamedTuple):
    contact_id: int
    contact: str
    accepted: bool


class Other(NamedTuple):
    id: int
    subject: str
    status: str
    own_status_id: int | None
    updated_at: datetime


class Around(NamedTuple):
    """`followers`: ids of users; `tags`: names by id; `participants`: contacts in copy; `draft`: the version of one's
    own, 0 for none; `aside`: other words of one's own are kept; `waits`: colleagues have something here to look at;
    `linked`: there are links, or tickets that were merged into it; `tasks`, `time`: there are some; `read`: the newest
    message that one has read, 0 where one was never here; `translator`: the kind of service that translates, or empty.
    """

    followers: list[int]
    tags: dict[int, str]
    participants: list[Partaker]
    draft: int
    aside: bool
    waits: bool
    linked: bool
    tasks: bool
    time: bool
    read: int
    translator: str = ""


def ticket_for(viewer: User, number: int) -> Ticket | None:
    """With its requester, their organisation, its team and assignee; None when it is not theirs to see.

    The same leave as `visible_to` gives to those who work at the desk.
    """
    if not (viewer.is_active and viewer.is_staff) or number > _HIGHEST:
        return None
    found = rows(_TICKET + _leave(viewer), _parameters(viewer, number))
    if not found:
        return None
    values = iter(found[0])
    ticket, requester, organisation = made(Ticket, values), made(Contact, values), made(Organisation, values)
    team, assignee = made(Team, values), made(User, values)
    if ticket and requester:
        requester._state.fields_cache["organisation"] = organisation
        ticket._state.fields_cache |= {"requester": requester, "team": team, "assignee": assignee}
    return ticket


def may_see(viewer: User, number: int) -> bool:
    """Whether `ticket_for` would find it."""
    if not (viewer.is_active and viewer.is_staff) or number > _HIGHEST:
        return False
    return bool(rows(_SEEN + _leave(viewer), _parameters(viewer, number)))


def others_of(viewer: User, ticket: Ticket) -> list[Other]:
    """The latest other tickets of the same contact that the viewer may see."""
    return others_made(rows(*others_asked(viewer, ticket)))


def others_asked(viewer: User, ticket: Ticket) -> tuple[str, dict[str, Any]]:
    """For a reading of more than these; `others_made` takes its rows."""
    parameters = _parameters(viewer, ticket.pk) | {"requester": ticket.requester_id}
    return _OTHERS.format(leave=_leave(viewer)), parameters


def others_made(found: list[tuple[Any, ...]]) -> list[Other]:
    return [Other._make(row) for row in found]


def asking_around(ticket_id: int, user_id: int, *, read: int | None = None) -> Reading[Around]:
    """`read`: as a page has it that was opened before more was read."""
    ((row,),) = yield [(_AROUND, {"number": ticket_id, "me": user_id})]
    followers, ids, names, partakers, *drafts = row
    participants = [Partaker(pk, called(name), accepted) for pk, name, accepted in json.loads(partakers or "[]")]
    found = Around(followers, dict(zip(ids, names, strict=True)), participants, *drafts)
    return found if read is None else found._replace(read=read)


def _leave(viewer: User) -> str:
    return "" if viewer.sees_everything else LEAVE


def _parameters(viewer: User, number: int) -> dict[str, Any]:
    return {"number": number, "me": viewer.pk, "own": list(viewer.team_ids)}

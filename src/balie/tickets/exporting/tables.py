"""Tickets as rows of a table, some at a time, each looked at once more for whether it may be seen."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils import translation

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.conditions.grammar import understand
from balie.core.prepared import rows
from balie.core.sheets.writing import Cell
from balie.core.zones import zone_named
from balie.custom_fields.types import Type
from balie.people.export_records import Exported, KeptExport
from balie.people.exporting.tables import Table
from balie.people.models import CALLED, NOBODY, Contact
from balie.people.naming import called
from balie.tickets.custom_fields.showing_files import names_held
from balie.tickets.exporting.columns import Column, Reading, Row, columns_for, contacts_meant
from balie.tickets.exporting.finding import ticket_numbers
from balie.tickets.fields import ticket_fields
from balie.tickets.models import Ticket

OF_TICKETS = (Exported.TICKETS,)
_TOGETHER = 500
_ROWS = f"""
select t.id, t.subject, t.status, t.own_status_id, t.priority, t.kind, t.channel, t.language, team.name,
    coalesce(nullif(assignee.name, ''), assignee.email), assignee.email, {CALLED},
    (select value from people_identity where contact_id = contact.id and kind = 'email' and value <> '{NOBODY}'
        order by id limit 1),
    organisation.name,
    array(select g.name from tickets_ticket_tags x join tickets_tag g on g.id = x.tag_id
          where x.ticket_id = t.id order by g.name),
    t.created_at, t.updated_at, t.first_answered_at, t.resolved_at, t.closed_at, t.merged_into_id, t.fields::text
from unnest(%s::bigint[]) with ordinality wanted(id, place)
join tickets_ticket t on t.id = wanted.id
join people_contact contact on contact.id = t.requester_id
left join people_organisation organisation on organisation.id = t.organisation_id
left join accounts_team team on team.id = t.team_id
left join accounts_user assignee on assignee.id = t.assignee_id
order by wanted.place"""  # noqa: S608 -- our own words


def ticket_table(viewer: User, numbers: Iterable[int], columns: Sequence[Column]) -> Table:
    return Table([one.heading for one in columns], _rows(viewer, iter(numbers), columns))


def table_of(it: KeptExport) -> Table:
    node = understand(it.asked["q"], ticket_fields(directory()))
    return ticket_table(it.user, ticket_numbers(it.user, node), columns_for(it.asked["columns"]))


def _rows(viewer: User, numbers: Iterator[int], columns: Sequence[Column]) -> Iterator[Sequence[Cell]]:
    zone, users = zone_named(viewer.time_zone), directory().users
    of_files = [str(one.field.id) for one in columns if one.field and one.field.type == Type.FILE]
    while lot := list(islice(numbers, _TOGETHER)):
        seen = set(Ticket.objects.visible_to(viewer).filter(pk__in=lot).values_list("pk", flat=True))
        found = [_row(row) for row in rows(_ROWS, ([pk for pk in lot if pk in seen],))]
        meant = contacts_meant(columns, found)
        names = Contact.objects.filter(pk__in=meant).values_list("pk", "name") if meant else ()
        files = names_held(row.fields.get(key) for row in found for key in of_files)
        reading = Reading(zone, users, {pk: called(name) for pk, name in names}, files)
        # Not while the lot is on its way: whose language is spoken there, nobody knows.
        with translation.override(viewer.language):
            said = [[one.cell(row, reading) for one in columns] for row in found]
        yield from said


def _row(values: Sequence[object]) -> Row:
    return Row(*values[:-1], json.loads(str(values[-1])))  # type: ignore[arg-type, call-arg] # as the statement has them

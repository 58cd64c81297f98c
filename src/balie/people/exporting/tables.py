"""Contacts and organisations as rows of a table, some at a time, in the order in which they came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from balie.core.prepared import rows
from balie.core.sheets.writing import Cell, moment
from balie.people.custom_fields.definitions import Definition
from balie.people.custom_fields.known import fields_of
from balie.people.exporting.fields import cells_of
from balie.people.field_records import Of
from balie.people.importing.several import notes_together, together
from balie.people.importing.wishes import one_line
from balie.people.models import NOBODY

# So many are read at once: whoever is slow to fetch a file holds no transaction meanwhile.
_TOGETHER = 500


class Table(NamedTuple):
    """Its columns are called the same in every language, so that programs and imports know them."""

    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`words`: all of them stand in the name or an address."""

    words: str = ""
    organisation: int | None = None
    vip: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        return {"words": self.words, "organisation": self.organisation, "vip": self.vip}


CONTACTS = ("number", "name", "email", "phone", "organisation", "language", "vip", "notes", "created")
ORGANISATIONS = ("number", "organisation", "domains", "vip", "notes", "created")
_YES = {True: "yes", False: "no"}
_WANTED = """
c.merged_into_id is null and c.id > %(after)s::bigint
and (%(organisation)s::bigint is null or c.organisation_id = %(organisation)s::bigint)
and (not %(vip)s::boolean or c.vip) and (%(words)s::text is null or search_letters(c.name) like %(words)s::text
    or exists(select from people_identity i where i.contact_id = c.id and i.value like %(address)s::text))"""
_CONTACTS = f"""
select c.id, c.name,
    array(select value from people_identity where contact_id = c.id and kind = 'email' and value <> '{NOBODY}'
          order by id),
    array(select value from people_identity where contact_id = c.id and kind = 'phone' order by id), o.name,
    c.language, c.vip, array(select text from people_personnote where contact_id = c.id order by id), c.created_at,
    c.fields::text
from people_contact c left join people_organisation o on o.id = c.organisation_id
where {_WANTED} order by c.id limit {_TOGETHER}"""  # noqa: S608 -- our own words
_COUNTED = f"select count(*) from (select 1 from people_contact c where {_WANTED} limit %(most)s::bigint) few"  # noqa: S608 -- as above
_LETTERS = "select '%%' || search_letters(%s) || '%%'"
_ORGANISATIONS = f"""
select o.id, o.name, array(select name from people_domain where organisation_id = o.id order by name), o.vip,
    array(select text from people_personnote where organisation_id = o.id order by id), o.created_at,
    o.fields::text
from people_organisation o where o.id > %s::bigint order by o.id limit {_TOGETHER}"""  # noqa: S608 -- a number of ours


def contact_table(narrowing: Narrowing, zone: ZoneInfo) -> Table:
    """For those who answer, who may see them all."""
    fields = fields_of(Of.CONTACT).live
    return Table((*CONTACTS, *(one.key for one in fields)), _contacts(narrowing, fields, zone))


def count_contacts(narrowing: Narrowing, most: int) -> int:
    return int(rows(_COUNTED, {**_parameters(narrowing), "after": 0, "most": most})[0][0])


def organisation_table(zone: ZoneInfo) -> Table:
    fields = fields_of(Of.ORGANISATION).live
    return Table((*ORGANISATIONS, *(one.key for one in fields)), _organisations(fields, zone))


def _contacts(narrowing: Narrowing, fields: Sequence[Definition], zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    parameters, after = _parameters(narrowing), 0
    while found := rows(_CONTACTS, {**parameters, "after": after}):
        for pk, name, emails, phones, house, language, vip, notes, created_at, kept in found:
            # Without name or address it would read as a row about the organisation.
            called = name if one_line(name) or emails or phones else "–"
            yield (
                pk, called, together(emails), together(phones), house or "", language, _YES[vip],
                notes_together(notes), moment(created_at, zone), *cells_of(fields, kept),
            )  # fmt: skip
        after = found[-1][0]


def _organisations(fields: Sequence[Definition], zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    after = 0
    while found := rows(_ORGANISATIONS, (after,)):
        for pk, name, domains, vip, notes, created_at, kept in found:
            yield (
                pk, name, together(domains), _YES[vip], notes_together(notes), moment(created_at, zone),
                *cells_of(fields, kept),
            )  # fmt: skip
        after = found[-1][0]


def _parameters(narrowing: Narrowing) -> Mapping[str, Any]:
    words = " ".join(narrowing.words.replace("\0", "").split())
    return {
        "organisation": narrowing.organisation, "vip": narrowing.vip,
        "words": rows(_LETTERS, (_plain(words),))[0][0] if words else None, "address": f"%{_plain(words.lower())}%",
    }  # fmt: skip


def _plain(text: str) -> str:
    """For a pattern, in which these would mean others."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

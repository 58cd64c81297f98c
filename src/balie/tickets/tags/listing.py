"""The tags of this desk, with how often each is used."""

from typing import NamedTuple

from balie.core.prepared import rows

PAGE = 50
# So many tickets are counted of a tag at most: all that begin with one word cost no more than that.
COUNTED = 1_000

_PAGE = """
select g.id, g.name, g.colour,
    (select count(*) from (select from tickets_ticket_tags x where x.tag_id = g.id limit %(counted)s::int) counted),
    coalesce(other.names, '{}'), coalesce(other.coming, false)
from tickets_tag g left join (
    select merged_into_id, array_agg(name order by name) as names,
        bool_or(exists(select from tickets_ticket_tags x where x.tag_id = a.id)) as coming
    from tickets_tag a where merged_into_id is not null group by merged_into_id
) other on other.merged_into_id = g.id
where g.merged_into_id is null and g.removed_at is null and (%(one)s::bigint is null or g.id = %(one)s::bigint)
    and g.name > %(after)s::text and strpos(g.name, %(part)s::text) > 0
order by g.name limit %(limit)s::int"""
_USES = """
select (select count(*) from (
        select from tickets_view where jsonb_path_exists(
            conditions, '$.** ? (@.field == "tag").is[*] ? (@ == $tag)', jsonb_build_object('tag', %(tag)s::bigint))
        limit 100) v),
    (select count(*) from (select from tickets_tickettemplate where tags @> to_jsonb(%(name)s::text) limit 100) t)"""


class Listed(NamedTuple):
    """`used`: by how many tickets, up to COUNTED; `aliases`: names that mean it since they were merged into it, and
    `coming` while their tickets are still on the way.
    """

    id: int
    name: str
    colour: str
    used: int
    aliases: list[str]
    coming: bool


def listed(*, part: str = "", after: str = "", limit: int = PAGE) -> list[Listed]:
    """By name; `after` begins behind that one, `part` is somewhere in the name."""
    return _read(one=None, part=part, after=after, limit=limit)


def one_listed(pk: int) -> Listed | None:
    return next(iter(_read(one=pk, part="", after="", limit=1)), None)


def _read(**wanted: object) -> list[Listed]:
    return [Listed._make(row) for row in rows(_PAGE, wanted | {"counted": str(COUNTED)})]


def asked_for_by(pk: int, name: str) -> tuple[int, int]:
    """How many views ask for it, and how many templates name it; a hundred of each at most."""
    ((views, templates),) = rows(_USES, {"tag": pk, "name": name})
    return views, templates

"""A PostgreSQL of the operator's own: whether Balie can work with it, and what to do where it can't."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from balie.commands.postgres.problem import PostgresError

OLDEST = 15

# Migrations make them where they may; what they make says `public.unaccent`.
_EXTENSIONS = ("pg_trgm", "unaccent")
_FACTS = """
select current_setting('server_version_num')::int / 10000, getdatabaseencoding(), pg_is_in_recovery(),
    quote_ident(current_database()), quote_ident(current_user), current_schema(),
    coalesce(has_schema_privilege(current_schema(), 'create'), false),
    (select case when not pg_has_role(relowner, 'usage') then quote_ident(pg_get_userbyid(relowner)) end
     from pg_class where oid = to_regclass('django_migrations')),
    (select json_object_agg(name, json_build_array(
        (select quote_ident(nspname) from pg_extension e join pg_namespace n on n.oid = extnamespace
         where extname = name),
        exists (select from pg_available_extensions known where known.name = wanted.name),
        (select rolsuper from pg_roles where rolname = current_user) or (
            has_database_privilege(current_database(), 'create')
            and exists (select from pg_available_extension_versions v where v.name = wanted.name and v.trusted))))
     from unnest(%s::text[]) as wanted(name))
"""


@dataclass(frozen=True)
class Facts:
    """Names are quoted as SQL wants them. `foreign_owner`: whose the tables are, when we have no part in that role."""

    version: int
    encoding: str
    is_replica: bool
    database: str
    role: str
    schema: str | None
    may_create: bool
    foreign_owner: str | None
    # By name: in which schema it is, whether it could be made at all, and whether by us.
    extensions: dict[str, tuple[str | None, bool, bool]]


def check(url: str) -> None:
    """Raises PostgresError when it cannot be reached, is too old, or is not prepared for Balie."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
            if version >= OLDEST:
                row: Any = connection.execute(_FACTS, [list(_EXTENSIONS)]).fetchone()
                judge(Facts(*row))
    except psycopg.Error as problem:
        raise PostgresError(
            f"BALIE_DATABASE_URL ({without_password(url)}) cannot be used: {str(problem).strip()}"
        ) from None
    if version < OLDEST:
        raise PostgresError(
            f"BALIE_DATABASE_URL is PostgreSQL {version}; Balie needs {OLDEST} or newer. "
            "Leave it unset and Balie brings its own."
        )


def judge(facts: Facts) -> None:
    """Raises PostgresError with the SQL that mends it, to be run by a superuser in that database."""
    at = f"The database {facts.database} (BALIE_DATABASE_URL)"
    if facts.is_replica:
        raise PostgresError(f"{at} is a replica, which nobody can write to. Name the primary server.")
    if facts.encoding != "UTF8":
        raise PostgresError(
            f"{at} has the encoding {facts.encoding}. Make another, and name that: CREATE DATABASE name "
            f"OWNER {facts.role} ENCODING 'UTF8' TEMPLATE template0;"
        )
    if facts.foreign_owner:
        raise PostgresError(
            f"{at} has tables of Balie that belong to {facts.foreign_owner}, not to {facts.role}. Connect as "
            f"{facts.foreign_owner}, or run there: REASSIGN OWNED BY {facts.foreign_owner} TO {facts.role};"
        )
    if not facts.may_create:
        raise PostgresError(
            f"{at} lets {facts.role} make no tables. Run there: ALTER DATABASE {facts.database} OWNER TO {facts.role}; "
            f"GRANT CREATE ON SCHEMA {facts.schema or 'public'} TO {facts.role};"
        )
    for name, (schema, is_known, may_make) in facts.extensions.items():
        _judge_extension(at, name, schema, is_known=is_known, may_make=may_make and facts.schema == "public")


def _judge_extension(at: str, name: str, schema: str | None, *, is_known: bool, may_make: bool) -> None:
    if schema == "public":
        return
    if schema:
        raise PostgresError(
            f"{at} has the extension {name} in the schema {schema}. "
            f"Run there: ALTER EXTENSION {name} SET SCHEMA public;"
        )
    if not is_known:
        raise PostgresError(
            f"{at} is on a server without the extension {name}. Install PostgreSQL's contrib package there, "
            "for example: sudo apt-get install postgresql-contrib"
        )
    if not may_make:
        raise PostgresError(
            f"{at} is without the extension {name}. Run there: CREATE EXTENSION {name} WITH SCHEMA public;"
        )


def without_password(url: str) -> str:
    parts = urlsplit(url)
    if not parts.password:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@", 1)))

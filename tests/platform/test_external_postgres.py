"""A PostgreSQL of the operator's own: what it lacks is said with the SQL that mends it, and that SQL does."""

import os
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import psycopg
import pytest

from balie.commands.postgres import PostgresError, external
from balie.commands.postgres.external import Facts, check, judge

# Of this process's own: the server is shared by all workers of a run.
NAME, GUEST, FORMER = (f"balie_{name}_{os.getpid()}" for name in ("elsewhere", "guest", "former"))
Database = Callable[..., Callable[..., str]]


def url(user: str, name: str, **more: str) -> str:
    socket = parse_qs(urlsplit(os.environ["BALIE_DATABASE_URL"]).query)["host"][0]
    return f"postgresql://{user}@/{name}?{urlencode({'host': socket, **more}, quote_via=quote)}"


def as_superuser(statement: str, name: str = "postgres") -> None:
    with psycopg.connect(url("postgres", name), autocommit=True) as connection:
        for part in filter(None, map(str.strip, statement.split(";"))):
            connection.execute(part)


@pytest.fixture
def database() -> Iterator[Database]:
    """A database, and its URL as the guest sees it."""

    def make(options: str = "", *, then: str = "") -> Callable[..., str]:
        as_superuser(f"CREATE DATABASE {NAME} TEMPLATE template0 {options}")
        as_superuser(then, NAME)
        return lambda **settings: url(
            "postgres", NAME, options=" ".join(f"-c{key}={value}" for key, value in {"role": GUEST, **settings}.items())
        )

    as_superuser(f"CREATE ROLE {GUEST} LOGIN")
    try:
        yield make
    finally:
        as_superuser(f"DROP DATABASE IF EXISTS {NAME}; DROP ROLE {GUEST}")


def complaint(address: str, words: str) -> str:
    with pytest.raises(PostgresError, match=words) as problem:
        check(address)
    return str(problem.value)


def mended_by(words: str) -> None:
    found = re.search(r"Run there: (.*)\Z|or run there: (.*)\Z", words)
    assert found, words
    as_superuser(found[1] or found[2], NAME)


def test_its_owner_needs_nothing_more(database: Database) -> None:
    check(database(f"OWNER {GUEST}")())


def test_who_may_make_no_tables_hears_how(database: Database) -> None:
    address = database()()
    mended_by(complaint(address, f"lets {GUEST} make no tables"))
    check(address)


def test_tables_of_another_are_said(database: Database) -> None:
    address = database(then=f"CREATE ROLE {FORMER}; CREATE TABLE django_migrations ()")()
    try:
        as_superuser(f"ALTER TABLE django_migrations OWNER TO {FORMER}", NAME)
        mended_by(complaint(address, f"belong to {FORMER}, not to {GUEST}"))
        mended_by(complaint(address, "make no tables"))
        check(address)
    finally:
        as_superuser(f"DROP ROLE {FORMER}")


def test_extensions_have_their_place(database: Database) -> None:
    address = database(
        f"OWNER {GUEST}", then=f"CREATE SCHEMA mine AUTHORIZATION {GUEST}; CREATE EXTENSION unaccent SCHEMA mine"
    )(search_path="mine,public")
    for words in ("without the extension pg_trgm", "has the extension unaccent in the schema mine"):
        mended_by(complaint(address, words))
    check(address)


def test_another_encoding_can_not_be_mended(database: Database) -> None:
    address = database("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")()
    complaint(address, "has the encoding LATIN1")


def test_an_old_one_is_said(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external, "OLDEST", 99)
    complaint(database()(), "Balie needs 99 or newer")


GOOD = {"pg_trgm": ("public", True, True), "unaccent": ("public", True, True)}


@pytest.mark.parametrize(
    ("is_replica", "unaccent", "words"),
    [
        (True, ("public", True, True), "Name the primary server"),
        (False, (None, False, True), "apt-get install postgresql-contrib"),
        (False, (None, True, False), "CREATE EXTENSION unaccent WITH SCHEMA public;"),
    ],
)
def test_what_else_may_be_wrong(is_replica: bool, unaccent: tuple[str | None, bool, bool], words: str) -> None:
    extensions = {**GOOD, "unaccent": unaccent}
    with pytest.raises(PostgresError, match=re.escape(words)):
        judge(Facts(15, "UTF8", is_replica, "balie", "balie", "public", True, None, extensions))

"""A PostgreSQL of the operator's own."""

from urllib.parse import urlsplit, urlunsplit

from balie.commands.postgres.problem import PostgresError

OLDEST = 15


def check(url: str) -> None:
    """Raises PostgresError when it cannot be reached or is too old."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as problem:
        raise PostgresError(
            f"BALIE_DATABASE_URL ({without_password(url)}) cannot be used: {str(problem).strip()}"
        ) from None
    if version < OLDEST:
        raise PostgresError(
            f"BALIE_DATABASE_URL is PostgreSQL {version}; Balie needs {OLDEST} or newer. "
            "Leave it unset and Balie brings its own."
        )


def without_password(url: str) -> str:
    parts = urlsplit(url)
    if not parts.password:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@", 1)))

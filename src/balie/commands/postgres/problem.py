from pathlib import Path


class PostgresError(Exception):
    """Something about the database that the operator can act on; the text says what."""


class AlreadyRunningError(PostgresError):
    def __init__(self, home: Path, url: str, holder: str) -> None:
        super().__init__(f"Another Balie runs on {home} already ({holder}). End it first, or set another BALIE_HOME.")
        self.url = url
        self.holder = holder

from pathlib import Path


class PostgresError(Exception):
    """Something about the database that the operator can act on; the text says what."""


class AlreadyRunningError(PostgresError):
    def __init__(self, home: Path, url: str, pid: int) -> None:
        super().__init__(f"The database of {home} is running already (process {pid}).")
        self.url = url
        self.pid = pid

"""What is said once the desk can be used."""

import socket
import sys

from django.conf import settings

_SOON, _NEVER = 0.02, 60.0


class Greeting:
    def __init__(self, sign_in: str) -> None:
        self._sign_in = sign_in
        self._said = False

    def look(self) -> float:
        """Says it when the pages answer; the seconds until it wants to look again."""
        if not self._said and self._answers():
            sys.stderr.write(self._words())
            sys.stderr.flush()
            self._said = True
        return _NEVER if self._said else _SOON

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BALIE_HOST, settings.BALIE_HOST)  # noqa: S104 -- compared
        try:
            socket.create_connection((host, settings.BALIE_PORT), timeout=0.2).close()
        except OSError:
            return False
        return True

    def _words(self) -> str:
        sign_in = self._sign_in.replace("\n", "\n    ")
        return f"""
Balie is open.

    Desk          {settings.BALIE_URL}/desk/
    Help centre   {settings.BALIE_URL}/
    Mail          send to support@localhost by SMTP at {settings.BALIE_HOST}:{settings.BALIE_SMTP_PORT}

    {sign_in}

    Try next      send it a mail:  ./balie mail ingest PATH
                  a colleague:     ./balie user add anna@example.com --role agent --password-stdin
                  check it all:    ./balie doctor

Ctrl-C stops everything.
"""

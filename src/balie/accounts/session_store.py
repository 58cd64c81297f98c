"""Sessions in the database, as Django keeps them; read by a statement that is planned once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from balie.core.prepared import rows

_DATA = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = rows(_DATA, (self.session_key, timezone.now()))
        if found:
            data: dict[str, Any] = self.decode(found[0][0])
            return data
        self._session_key = None
        return {}

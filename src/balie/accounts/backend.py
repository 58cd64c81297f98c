"""Who is signed in: as allauth has it, and found with their teams in one question, since every page asks it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from balie.accounts.models import User
from balie.accounts.session_store import TEAMS, holder_of, with_teams
from balie.core.prepared import columns, rows

_USER = f"select {columns(User, 'u')}, {TEAMS} from accounts_user u where u.id = %s"  # noqa: S608 -- columns of the model


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    def get_user(self, user_id: Any) -> User | None:
        user = holder_of(int(user_id)) or _found(int(user_id))
        return user if user and self.user_can_authenticate(user) else None


def _found(user_id: int) -> User | None:
    found = rows(_USER, (user_id,))
    return with_teams(list(found[0])) if found else None

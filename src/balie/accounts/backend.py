"""Who is signed in: as allauth has it, and found with their teams in one question, since every page asks it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from balie.accounts.models import User
from balie.core.prepared import columns, made, rows

_TEAMS = "array(select team_id from accounts_teammember where user_id = u.id order by team_id)"
_USER = f"select {columns(User, 'u')}, {_TEAMS} from accounts_user u where u.id = %s"  # noqa: S608 -- columns of the model


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    def get_user(self, user_id: Any) -> User | None:
        found = rows(_USER, (int(user_id),))
        if not found:
            return None
        user = made(User, iter(found[0]))
        if user is None or not self.user_can_authenticate(user):
            return None
        user.team_ids = tuple(found[0][-1])
        return user

"""People who can sign in, and their teams."""

import re
import unicodedata
from collections.abc import Iterable

from django.db import transaction

from balie.accounts.models import Role, Team, TeamMember, User
from balie.events.actor import SYSTEM, Actor
from balie.events.recording import record


@transaction.atomic
def add_user(
    *, email: str, role: str = Role.AGENT, name: str = "", password: str | None = None, language: str = "en",
    teams: Iterable[Team] = (), actor: Actor = SYSTEM,
) -> User:  # fmt: skip
    """Raises IntegrityError when the address is taken. Without a password they sign in by a code or set one by mail."""
    fallback = email.split("@", maxsplit=1)[0].replace(".", " ").title()
    user = User.objects.create_user(email, password, role=role, name=name or fallback, language=language)
    TeamMember.objects.bulk_create(TeamMember(team=team, user=user) for team in teams)
    record("user.added", actor=actor, user=user.pk, role=role)
    return user


@transaction.atomic
def add_team(*, name: str, actor: Actor = SYSTEM) -> Team:
    team = Team.objects.create(name=name, slug=slug_of(name))
    record("team.added", actor=actor, team=team.pk)
    return team


def slug_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "team"

"""Changing users and teams: what an administrator does after they were added."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from balie.accounts.models import Role, Signs, Team, TeamMember, Token, User
from balie.core.clock import now
from balie.events.actor import Actor
from balie.events.recording import record


class Refused(Exception):
    """`str()` is a reason for people, in their language."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a user is here."""

    name: str
    role: str
    team_ids: frozenset[int]


@transaction.atomic
def change_user(*, user_id: int, place: Place, actor: Actor) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if place.role != Role.ADMIN:
        _keep_an_administrator(user)
    before = user.role
    User.objects.filter(pk=user_id).update(name=place.name, role=place.role)
    _set_teams(user, place.team_ids)
    record("user.changed", actor=actor, user=user_id, before=before, after=place.role, teams=sorted(place.team_ids))
    user.refresh_from_db()
    return user


@transaction.atomic
def deactivate_user(*, user_id: int, actor: Actor) -> None:
    """Signed out everywhere, at once, and without keys to the API. What they did stays theirs."""
    user = User.objects.select_for_update().get(pk=user_id)
    if actor == Actor.user(user_id):
        raise Refused(_("You can't switch yourself off."))
    _keep_an_administrator(user)
    if User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
        Token.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        record("user.deactivated", actor=actor, user=user_id)


@transaction.atomic
def activate_user(*, user_id: int, actor: Actor) -> None:
    if User.objects.filter(pk=user_id, is_active=False).update(is_active=True):
        record("user.activated", actor=actor, user=user_id)


@transaction.atomic
def change_team(
    *, team_id: int, name: str, member_ids: Iterable[int], actor: Actor, signature: str | None = None,
    signs: str = Signs.OWN,
) -> None:  # fmt: skip
    """Its slug stays, so that addresses and the API go on working. `signature`: None leaves it as it is."""
    team = Team.objects.select_for_update().get(pk=team_id)
    signing = {} if signature is None else {"signature": signature, "signs": signs}
    Team.objects.filter(pk=team_id).update(name=name, **signing)
    wanted = set(member_ids)
    TeamMember.objects.filter(team=team).exclude(user__in=wanted).delete()
    TeamMember.objects.bulk_create((TeamMember(team=team, user_id=pk) for pk in wanted), ignore_conflicts=True)
    record("team.changed", actor=actor, team=team_id, members=sorted(wanted))


@transaction.atomic
def dissolve_team(*, team_id: int, heir_id: int | None, actor: Actor) -> None:
    """Its work goes to the heir, or to everybody; the team itself goes when it has none left. Raises Refused."""
    teams = {team.pk: team for team in Team.with_dissolved.select_for_update().order_by("pk")}
    if any(team.dissolved_at for team in teams.values()):
        raise Refused(_("Another team is being dissolved at this moment. Try again when it is gone."))
    if team_id not in teams or team_id == heir_id or not (heir_id is None or heir_id in teams):
        raise Refused(_("Choose another team that is to have its tickets."))
    Team.objects.filter(pk=team_id).update(dissolved_at=now())
    record("team.dissolved", actor=actor, team=team_id, heir=heir_id)


def _set_teams(user: User, team_ids: frozenset[int]) -> None:
    TeamMember.objects.filter(user=user).exclude(team__in=team_ids).delete()
    TeamMember.objects.bulk_create((TeamMember(team_id=pk, user=user) for pk in team_ids), ignore_conflicts=True)


def _keep_an_administrator(user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    # Locked, so that two administrators can't each take away the other's role.
    if user.role == Role.ADMIN and user.is_active and not list(others.select_for_update()):
        raise Refused(_("Somebody has to be administrator. Make another one first."))

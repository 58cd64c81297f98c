"""Names of colleagues and teams, as every page of the desk shows them."""

from dataclasses import dataclass

from balie.accounts.models import Team, User
from balie.core.remembering import Remembered


@dataclass(frozen=True, slots=True)
class Directory:
    """`answering`: those a ticket can be assigned to. All by id, in the order of their names."""

    users: dict[int, str]
    answering: dict[int, str]
    teams: dict[int, str]
    slugs: dict[str, int]


_remembered = Remembered[None, Directory](seconds=10)


def directory() -> Directory:
    return _remembered.get(None, _read)


def _read() -> Directory:
    users = sorted(User.objects.exclude(role="customer").only("id", "name", "email", "role", "is_active"), key=_by_name)
    teams = list(Team.objects.values_list("id", "name", "slug"))
    return Directory(
        users={user.pk: str(user) for user in users},
        answering={user.pk: str(user) for user in users if user.is_active and user.may_answer},
        teams={pk: name for pk, name, _slug in teams},
        slugs={slug: pk for pk, _name, slug in teams},
    )


def _by_name(user: User) -> str:
    return str(user).casefold()

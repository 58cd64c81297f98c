"""Teams and people as clients name them: by slug, name or address."""

from balie.accounts.models import Team, User
from balie.api.problems import Problem
from balie.core.prepared import rows

_OF_SLUG = "select id from accounts_team where slug = %s and dissolved_at is null"


def team_named(name: str, *, field: str = "team") -> int:
    """By slug, or by name in any case; a slug wins."""
    found: list[int] = [pk for (pk,) in rows(_OF_SLUG, (name.lower(),))]
    found = found or list(Team.objects.filter(name__iexact=name).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise Problem(422, f"There is no team {name}.", field=field)
    return found[0]


def user_named(email: str, *, field: str = "assignee") -> int:
    found = User.objects.staff().filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise Problem(422, f"Nobody at the desk has the address {email}.", field=field)
    return found

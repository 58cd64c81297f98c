"""Whether people are asked at all, and after whose work they are not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from balie.events.actor import Actor
from balie.events.recording import record
from balie.surveys.models import Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """`quiet_teams`: after their tickets nobody is asked. A team that is new asks."""

    asks: bool = True
    quiet_teams: frozenset[int] = frozenset()

    def asks_after(self, team_id: int | None) -> bool:
        return self.asks and team_id not in self.quiet_teams


def choice() -> Choice:
    policy = Policy.objects.first()
    if policy is None:
        return Choice()
    # Not by the teams themselves: one that is being dissolved is among them no more, and still has tickets.
    quiet = Policy.quiet_teams.through._default_manager.filter(policy=policy.pk)
    return Choice(policy.asks, frozenset(quiet.values_list("team_id", flat=True)))


@transaction.atomic
def choose(*, asks: bool, quiet_teams: Iterable[int], actor: Actor) -> None:
    """What was asked already may still be answered."""
    policy, _made = Policy.objects.get_or_create(pk=Policy.ONLY)
    Policy.objects.filter(pk=policy.pk).update(asks=asks)
    policy.quiet_teams.set(quiet_teams)
    record("surveys.chosen", actor=actor, asks=asks, quiet_teams=sorted(quiet_teams))

"""What was said, for the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from balie.surveys.models import SATISFIED, Survey


@dataclass(frozen=True, slots=True)
class Satisfaction:
    answers: int
    satisfied: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while nobody has answered."""
        return self.satisfied / self.answers if self.answers else None


def of_ticket(ticket_id: int) -> Survey | None:
    """The survey of a ticket; its `score` is None while it waits for an answer."""
    return Survey.objects.filter(ticket=ticket_id).first()


def satisfaction(*, begin: datetime, end: datetime, team: int | None = None) -> Satisfaction:
    """Of answers given from `begin` up to `end`."""
    answered = Survey.objects.filter(answered_at__gte=begin, answered_at__lt=end)
    if team is not None:
        answered = answered.filter(team=team)
    counted = answered.aggregate(answers=Count("pk"), satisfied=Count("pk", filter=Q(score__gte=SATISFIED)))
    return Satisfaction(**counted)

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Team
from balie.core.clock import now
from balie.people.models import Contact
from balie.tickets.models import Ticket


class Score(models.IntegerChoices):
    VERY_BAD = 1, _("Very bad")
    BAD = 2, _("Bad")
    FAIR = 3, _("Fair")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


# From here on somebody counts as satisfied.
SATISFIED = Score.GOOD


class Survey(models.Model):
    """How somebody found the help they got; asked once, after their ticket was solved."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="survey")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    # Who it is about: as things stood when it was asked.
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    score = models.PositiveSmallIntegerField(choices=Score, null=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["answered_at"], name="survey_answered", condition=Q(answered_at__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="score_1_5")
        ]

    def __str__(self) -> str:
        return f"survey of #{self.ticket_id}"


class Policy(models.Model):
    """One row, or none: then everybody is asked."""

    ONLY = 1

    asks = models.BooleanField(default=True)
    quiet_teams: models.ManyToManyField[Team, models.Model] = models.ManyToManyField(Team, related_name="+")

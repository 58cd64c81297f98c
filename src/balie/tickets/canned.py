"""Answers that are written once and used again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Team, User


class Readers(models.TextChoices):
    OWN = "own", _("Only I")
    TEAM = "team", _("A team")
    ALL = "all", _("Everybody at the desk")


class CannedAnswerQuerySet(models.QuerySet["CannedAnswer"]):
    def visible_to(self, viewer: User) -> CannedAnswerQuerySet:
        """One's own, one's teams', and what is for everybody."""
        if not (viewer.is_active and viewer.is_staff):
            return self.none()
        teams = Q(readers=Readers.TEAM) if viewer.sees_everything else Q(readers=Readers.TEAM, team__in=viewer.team_ids)
        return self.filter(Q(owner=viewer) | Q(readers=Readers.ALL) | teams)

    def changeable_by(self, viewer: User) -> CannedAnswerQuerySet:
        """Their writer's; those for others a supervisor's too."""
        seen = self.visible_to(viewer)
        return seen if viewer.sees_everything else seen.filter(owner=viewer)


class CannedAnswer(models.Model):
    name = models.CharField(max_length=80)
    # Sanitised. {contact}, {number} and {agent} stand for what they are on the ticket where it is used.
    html = models.TextField()
    # Empty: for contacts of any language.
    language = models.CharField(max_length=5, blank=True)
    readers = models.CharField(max_length=4, choices=Readers, default=Readers.OWN)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = CannedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

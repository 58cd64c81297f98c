"""New tickets that are the same each time, written once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.accounts.models import Team, User
from balie.tickets.canned import Readers
from balie.tickets.task_records import Checklist


class TicketTemplateQuerySet(models.QuerySet["TicketTemplate"]):
    def visible_to(self, viewer: User) -> TicketTemplateQuerySet:
        """One's own, one's teams', and what is for everybody; of those who open tickets."""
        if not (viewer.is_active and viewer.may_answer):
            return self.none()
        teams = Q(readers=Readers.TEAM) if viewer.sees_everything else Q(readers=Readers.TEAM, team__in=viewer.team_ids)
        return self.filter(Q(owner=viewer) | Q(readers=Readers.ALL) | teams)

    def changeable_by(self, viewer: User) -> TicketTemplateQuerySet:
        """Their writer's; those for others a supervisor's too."""
        seen = self.visible_to(viewer)
        return seen if viewer.sees_everything else seen.filter(owner=viewer)


class TicketTemplate(models.Model):
    name = models.CharField(max_length=80)
    readers = models.CharField(max_length=4, choices=Readers, default=Readers.OWN)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What the new ticket begins with; empty: as it would without.
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    # The same with its form; empty where it has none.
    html = models.TextField(blank=True, default="", db_default="")
    kind = models.CharField(max_length=10, blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    for_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    tags: models.JSONField[Any, Any] = models.JSONField(default=list)
    # As on a ticket.
    fields: models.JSONField[Any, Any] = models.JSONField(default=dict)
    checklist = models.ForeignKey(Checklist, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TicketTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

"""Tickets that come back: which template, asked by whom, when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import User
from balie.tickets.template_records import TicketTemplate


class Unit(models.TextChoices):
    DAY = "day", _("days")
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


class OnClosed(models.TextChoices):
    ANYWAY = "anyway", _("Open it all the same")
    SKIP = "skip", _("Leave it out")
    LATER = "later", _("Open it on the next open day")


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    def visible_to(self, viewer: User) -> RecurrenceQuerySet:
        """Whose template one may use."""
        return self.filter(template__in=TicketTemplate.objects.visible_to(viewer))

    def changeable_by(self, viewer: User) -> RecurrenceQuerySet:
        """Whoever made it, and supervisors."""
        seen = self.visible_to(viewer)
        return seen if viewer.sees_everything else seen.filter(owner=viewer)


class Recurrence(models.Model):
    template = models.ForeignKey(TicketTemplate, on_delete=models.CASCADE, related_name="recurrences")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Who asks; by address, since contacts are merged.
    email = models.CharField(max_length=320)
    unit = models.CharField(max_length=5, choices=Unit, default=Unit.WEEK)
    every = models.PositiveSmallIntegerField(default=1)
    days: models.JSONField[Any, Any] = models.JSONField(default=list)
    month_day = models.PositiveSmallIntegerField(default=1)
    at = models.TimeField()
    zone = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    on_closed = models.CharField(max_length=6, choices=OnClosed, default=OnClosed.ANYWAY)
    # Weekdays that are open, and days that are not: "2027-04-26", or every year "12-25".
    open_days: models.JSONField[Any, Any] = models.JSONField(default=list)
    closed_on: models.JSONField[Any, Any] = models.JSONField(default=list)
    # Null: never again. What is due while it is paused is passed over.
    next_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    # Dates for which nothing was opened, since nobody was there to do it: those of the last time.
    missed = models.PositiveSmallIntegerField(default=0)
    # Why nothing could be opened the last time.
    problem = models.TextField(blank=True)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["template__name", "pk"]
        indexes = [
            models.Index(
                fields=["next_at"], name="recurrence_due", condition=Q(next_at__isnull=False, paused_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"recurrence {self.pk} of template {self.template_id}"

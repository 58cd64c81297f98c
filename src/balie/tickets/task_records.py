"""What is to be done on a ticket, piece by piece, and lists of such pieces that come back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.accounts.models import Team, User
from balie.core.clock import now


class Task(models.Model):
    """Of one user, or of whoever of a team takes it, or of nobody yet."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="tasks", db_index=False)
    title = models.CharField(max_length=300)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="tasks", db_index=False
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="tasks", db_index=False)
    due_on = models.DateField(null=True)
    # The morning of that day where its assignee lives; null: nobody is to be reminded any more.
    remind_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["ticket", "position", "id"], name="task_of_ticket"),
            models.Index(fields=["assignee", "due_on", "id"], name="task_of_user",
                         condition=Q(done_at__isnull=True, assignee__isnull=False)),
            models.Index(fields=["team", "due_on", "id"], name="task_of_team",
                         condition=Q(done_at__isnull=True, team__isnull=False)),
            models.Index(fields=["remind_at"], name="task_reminder", condition=Q(remind_at__isnull=False)),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=Q(assignee__isnull=True) | Q(team__isnull=True), name="task_of_one"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk} of #{self.ticket_id}"

    @property
    def owner(self) -> str:
        """As forms send it: "user:3", "team:1", or nothing."""
        if self.assignee_id:
            return f"user:{self.assignee_id}"
        return f"team:{self.team_id}" if self.team_id else ""


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, user: User) -> ChecklistQuerySet:
        """Everybody's, and those of one's teams."""
        return self if user.sees_everything else self.filter(Q(team__isnull=True) | Q(team__in=user.team_ids))

    def changeable_by(self, user: User) -> ChecklistQuerySet:
        """Everybody's by supervisors, a team's by those of it who answer."""
        if user.sees_everything:
            return self
        return self.filter(team__in=user.team_ids) if user.may_answer else self.none()


class Checklist(models.Model):
    """Tasks that are added together."""

    name = models.CharField(max_length=80)
    # Null: everybody's.
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    # Titles of tasks, in their order.
    steps: models.JSONField[Any, Any] = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

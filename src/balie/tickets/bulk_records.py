"""Changes of many tickets at once: what was asked, and what became of each ticket."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from balie.accounts.models import User
from balie.core.clock import now


class State(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    SAME = "same"  # it was as asked for
    REFUSED = "refused"


class BulkChange(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # As `changes.Change`; empty for one that undoes another.
    change: models.JSONField[Any, Any] = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="bulk_unfinished", condition=Q(finished_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.total} tickets"


class BulkItem(models.Model):
    """One ticket of it. Taken up and done in one transaction, so that it is never done twice."""

    bulk = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="items", db_index=False)
    ticket_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Why it was refused, in the language of whoever asked; and what kind of reason that is, where it matters.
    reason = models.TextField(blank=True)
    code = models.CharField(max_length=12, blank=True)
    # What was changed, as `standing.Before`, and the newest event of that: what is newer is somebody else's.
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    event_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "ticket_id"], name="bulk_ticket_once")]
        indexes = [models.Index(fields=["bulk", "state", "id"], name="bulk_item_state")]

    def __str__(self) -> str:
        return f"#{self.ticket_id} of change {self.bulk_id}"

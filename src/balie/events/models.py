from django.db import models
from django.db.models import Q

from balie.core.clock import now
from balie.events.actor import Actor


class Event(models.Model):
    """Something that happened, in the past tense. Append-only: these are the audit log.

    Holds ids and kinds only, never a person's words, so that a person can be erased.
    """

    kind = models.CharField(max_length=40)
    ticket_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    # When the steps after commit are due; none left to take once it is null.
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["ticket_id", "id"], name="event_of_ticket"),
            models.Index(fields=["due_at"], name="event_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def actor(self) -> Actor:
        return Actor(self.actor_kind, self.actor_id)  # type: ignore[arg-type] # the column holds Actor kinds only

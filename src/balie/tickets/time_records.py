"""Time that was spent on a ticket, and timers that run."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now


class TimeEntry(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="time", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="time", db_index=False)
    # The day on which it was spent, where the user lives.
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    # For what.
    words = models.CharField(max_length=300, blank=True)
    billable = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["ticket", "-day", "-id"], name="time_of_ticket"),
            models.Index(fields=["day", "user"], name="time_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min on #{self.ticket_id}"


class Timer(models.Model):
    """One for each ticket that a user works on; one of them runs at most, the others pause."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="timers", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="timers")
    # Seconds that had passed when it was last paused.
    passed = models.PositiveIntegerField(default=0)
    # Since when it runs; null: it pauses.
    running_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "ticket"], name="timer_once"),
            models.UniqueConstraint(fields=["user"], name="one_timer_runs", condition=Q(running_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"timer of {self.user_id} on #{self.ticket_id}"

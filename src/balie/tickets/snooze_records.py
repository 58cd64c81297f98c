"""Tickets that sleep: until a time, until an answer, or whichever comes first."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now


class Sleep(models.TextChoices):
    """What a ticket's `snooze` says."""

    AWAKE = "", ""
    ASLEEP = "asleep", "asleep"
    WOKEN = "woken", "woken"  # and nobody has done anything with it since


class Snooze(models.Model):
    """The latest of a ticket. It counts as long as the ticket says that it is asleep, or was woken."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="slept", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Null: until somebody answers, whenever that is.
    until = models.DateTimeField(null=True)
    on_answer = models.BooleanField(default=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    # Nobody is to wake it any more.
    over = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["until"], name="snooze_due", condition=Q(over=False, until__isnull=False))]

    def __str__(self) -> str:
        return f"snooze of #{self.ticket_id}"

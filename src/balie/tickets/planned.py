"""Answers that are written and go out later."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now
from balie.files.models import Upload


class Reason(models.TextChoices):
    """Why it did not go out when it was to."""

    CONTACT_WROTE = "contact_wrote", "contact wrote"
    MERGED = "merged", "merged"  # or taken apart: others would get it
    PARTS_OPEN = "parts_open", "parts open"
    WRITER_LEFT = "writer_left", "writer left"
    FAILED = "failed", "failed"


class PlannedReply(models.Model):
    """Sent once, by whoever takes its row away in the transaction in which it becomes a message."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="planned")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    html = models.BooleanField(default=False)
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    uploads: "models.ManyToManyField[Upload, PlannedUpload]" = models.ManyToManyField(Upload, through="PlannedUpload")
    # What the ticket becomes with it; empty: as with any answer.
    status = models.CharField(max_length=10, blank=True)
    own_status = models.ForeignKey(
        "tickets.StatusDefinition", on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    # The newest event its writer knew: the contact may write after it.
    seen = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    held = models.CharField(max_length=20, choices=Reason, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="planned_due", condition=Q(held=""))]

    def __str__(self) -> str:
        return f"planned reply {self.pk} on #{self.ticket_id}"


class PlannedUpload(models.Model):
    planned = models.ForeignKey(PlannedReply, on_delete=models.CASCADE)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE)

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from balie.core.clock import now
from balie.files.models import Blob


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "Waiting to be sent")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Not sent")
    # The connection broke between our last byte and the server's answer: perhaps it was taken, perhaps not.
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "Perhaps sent")
    BOUNCED = "bounced", pgettext_lazy("mail", "Came back")


class OutgoingMail(models.Model):
    """One mail on its way out, written in the transaction that makes it necessary."""

    purpose = models.CharField(max_length=20)
    # What it was written for, in the words of whoever queued it, e.g. "message:123"; outcomes are told with it.
    reference = models.CharField(max_length=60, blank=True)
    # Without brackets. The same at every attempt.
    message_id = models.CharField(max_length=255)
    # Empty: the null sender, to which nothing can bounce.
    envelope_from = models.CharField(max_length=320, blank=True)
    recipients = models.JSONField(default=list)
    # Those of the recipients no server has taken or refused for good yet.
    remaining = models.JSONField(default=list)
    # [{"email", "answer"}] of those refused for good.
    refused = models.JSONField(default=list)
    # [[name, value]] in the order they are sent.
    headers = models.JSONField(default=list)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # Holds a secret (a sign-in code): its words are forgotten once it is sent.
    confidential = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=now)
    # When it was queued last: later than `created_at` once a person has sent it again.
    queued_at = models.DateTimeField(default=now)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    # What the server said last.
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="mail_due", condition=Q(state="queued")),
            models.Index(fields=["reference"], name="mail_reference", condition=~Q(reference="")),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(fields=["-id"], name="mail_trouble", condition=Q(state__in=["failed", "uncertain"])),
            models.Index(fields=["created_at"], name="mail_created"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Phase(models.TextChoices):
    CLAIMED = "claimed", "claimed"
    # Committed just before the content goes out: from here on nobody else may send it.
    DATA = "data", "data"


class Result(models.TextChoices):
    SENT = "sent", pgettext_lazy("mail", "Sent")
    RETRY = "retry", pgettext_lazy("mail", "To be tried again")
    FAILED = "failed", pgettext_lazy("mail", "Refused")
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "Perhaps sent")
    # The process died before anything of the mail went out.
    ABANDONED = "abandoned", pgettext_lazy("mail", "Interrupted")


class Attempt(models.Model):
    """One try to hand a mail to the server. Its row is there before anything goes out."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    # The worker process (balie.jobs.presence) that tries; null outside of one.
    worker_id = models.IntegerField(null=True)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.CLAIMED)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="attempt_unfinished", condition=Q(finished_at__isnull=True))]

    def __str__(self) -> str:
        return f"attempt {self.number} of mail {self.mail_id}"


class Enclosure(models.Model):
    """A stored file that goes along."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="enclosures")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    # Shown within the HTML, by `cid:`; empty: attached.
    content_id = models.CharField(max_length=255, blank=True)

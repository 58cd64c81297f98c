from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from balie.accounts.models import User
from balie.core.clock import now
from balie.notifications.kinds import Rhythm
from balie.notifications.push_records import Device  # noqa: F401 -- Django finds models here
from balie.notifications.shifts import WEEKDAYS
from balie.tickets.models import Ticket


class Notification(models.Model):
    """That somebody is told of something: ids and kinds only, what is read is on the ticket."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    event_id = models.BigIntegerField()
    message_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    # Who is away, and would have been told otherwise.
    instead_of = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "event_id"], name="told_once_of_event"),
            models.UniqueConstraint(
                fields=["user", "message_id"], name="told_once_of_message", condition=Q(message_id__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ticket", "id"], name="notification_of_ticket"),
            models.Index(fields=["ticket"], name="notification_ticket"),
            models.Index(fields=["at"], name="notification_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for user {self.user_id} on #{self.ticket_id}"


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, viewer: User) -> BundleQuerySet:
        """One's own, of tickets that one may see still."""
        return self.filter(user=viewer, ticket__in=Ticket.objects.visible_to(viewer))

    def unread(self) -> BundleQuerySet:
        return self.filter(latest__gt=F("seen"))

    def taken(self) -> BundleQuerySet:
        """Those there are now, locked in the order of ids, so that two who take several never wait for each other."""
        keys = self.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True)
        return Bundle.objects.filter(pk__in=list(keys))


class Bundle(models.Model):
    """All that one person was told of one ticket: a line in their centre."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Ids of notifications: the newest; the newest that was seen; the first of those that were unread together; and the
    # newest that a mail told of.
    latest = models.BigIntegerField()
    seen = models.BigIntegerField(default=0)
    begun = models.BigIntegerField()
    mailed = models.BigIntegerField(default=0)
    latest_at = models.DateTimeField()
    # When a mail about it is due; null: none.
    mail_at = models.DateTimeField(null=True)
    urgent = models.BooleanField(default=False)
    # The same of browsers.
    push_at = models.DateTimeField(null=True)
    pushed = models.BigIntegerField(default=0, db_default=0)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="bundle_once")]
        indexes = [
            models.Index(fields=["user", "-latest"], name="bundle_of_user"),
            models.Index(fields=["user"], name="bundle_unread", condition=Q(latest__gt=F("seen"))),
            models.Index(fields=["mail_at"], name="bundle_mail", condition=Q(mail_at__isnull=False)),
            models.Index(fields=["push_at"], name="bundle_push", condition=Q(push_at__isnull=False)),
            models.Index(fields=["ticket"], name="bundle_ticket"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} for user {self.user_id}"

    @property
    def is_unread(self) -> bool:
        return self.latest > self.seen


def weekdays() -> list[int]:
    return sorted(WEEKDAYS)


class Choice(models.Model):
    """What somebody chose; whoever has none is told as everybody. And when they were at the desk last."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    # By kind, the ways: only what is not as usual.
    ways: models.JSONField[Any, Any] = models.JSONField(default=dict)
    rhythm = models.CharField(max_length=10, choices=[(it.value, it.value) for it in Rhythm], default=Rhythm.QUARTER)
    # From Monday, 0; none: no quiet hours.
    days: models.JSONField[Any, Any] = models.JSONField(default=weekdays)
    begins = models.PositiveSmallIntegerField(default=480)  # minutes since midnight
    ends = models.PositiveSmallIntegerField(default=1080)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"what user {self.user_id} is told"

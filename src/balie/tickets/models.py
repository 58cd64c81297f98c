from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Team, User
from balie.core.clock import now
from balie.files.models import Blob
from balie.people.models import Contact, Organisation
from balie.people.viewers import Viewer
from balie.tickets.bulk_records import BulkChange, BulkItem  # noqa: F401 -- Django finds models here
from balie.tickets.canned import CannedAnswer  # noqa: F401 -- Django finds models here
from balie.tickets.drafts import Draft, DraftUpload  # noqa: F401 -- Django finds models here
from balie.tickets.field_file_records import FieldFile  # noqa: F401 -- Django finds models here
from balie.tickets.field_records import FieldDefinition  # noqa: F401 -- Django finds models here
from balie.tickets.link_records import TicketLink  # noqa: F401 -- Django finds models here
from balie.tickets.merge_records import Brought, Merge, MergedMessage  # noqa: F401 -- Django finds models here
from balie.tickets.own_status_records import StatusDefinition
from balie.tickets.participants import Follower, Participant  # noqa: F401 -- Django finds models here
from balie.tickets.planned import PlannedReply, PlannedUpload  # noqa: F401 -- as above
from balie.tickets.querysets import TicketQuerySet
from balie.tickets.read_marks import ReadMark  # noqa: F401 -- as above
from balie.tickets.recent_searches import RecentSearch  # noqa: F401 -- as above
from balie.tickets.recurrence_records import Recurrence  # noqa: F401 -- as above
from balie.tickets.snooze_records import Sleep, Snooze  # noqa: F401 -- as above
from balie.tickets.tag_records import Colour, TagPolicy  # noqa: F401 -- as above
from balie.tickets.task_records import Checklist, Task  # noqa: F401 -- as above
from balie.tickets.template_records import TicketTemplate  # noqa: F401 -- as above
from balie.tickets.time_records import TimeEntry, Timer  # noqa: F401 -- as above
from balie.tickets.translation_records import MessageTranslation  # noqa: F401 -- as above
from balie.tickets.views import View  # noqa: F401 -- as above


class Kind(models.TextChoices):
    QUESTION = "question", _("Question")
    INCIDENT = "incident", _("Incident")
    REQUEST = "request", _("Service request")
    PROBLEM = "problem", _("Problem")


class Status(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Pending")
    ON_HOLD = "on_hold", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


ACTIVE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("Portal")
    API = "api", _("API")
    DESK = "desk", _("Desk")
    PHONE = "phone", _("Phone")


class Tag(models.Model):
    name = models.CharField(max_length=60, unique=True)
    colour = models.CharField(max_length=8, choices=Colour, blank=True, default=Colour.NONE, db_default="")
    # Whoever means this one gets that one: it is never itself one of these.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged", db_index=False)
    # Its name stays, for the histories of tickets; who uses it again takes it back.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """One request, from first contact to closure. Its number is its id."""

    subject = models.CharField(_("subject"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.QUESTION)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    # A finer name inside the status, as long as that is its category (`own_statuses`). None is ever deleted.
    own_status = models.ForeignKey(
        StatusDefinition, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=5, blank=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    requester = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, db_index=False)
    tags: models.ManyToManyField[Tag, models.Model] = models.ManyToManyField(Tag, related_name="tickets")
    # Where its messages are now, and what comes for it goes; it is closed then, and nothing of it can be changed.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=now)
    # The latest change that people should see: lists are sorted by it.
    updated_at = models.DateTimeField(default=now)
    first_answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # How the latest message begins, for lists.
    preview = models.CharField(max_length=160, blank=True)
    # What custom fields hold, by their ids; in normal form (`custom_fields.values`), nothing for what is empty.
    fields = models.JSONField(default=dict, db_default=Value({}, output_field=models.JSONField()))
    # The contact wrote last and waits for us.
    awaits_answer = models.BooleanField(default=True)
    # Whether it was put aside, or has come back from there.
    snooze = models.CharField(max_length=6, choices=Sleep, default=Sleep.AWAKE, db_default="", blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes = [
            # Lists of what is open are read from these alone: closed tickets don't weigh on them.
            models.Index(fields=["-updated_at", "-id"], name="ticket_active",
                         condition=Q(status__in=["new", "open", "pending", "on_hold"])),
            models.Index(fields=["team", "-updated_at", "-id"], name="ticket_active_team",
                         condition=Q(status__in=["new", "open", "pending", "on_hold"])),
            models.Index(fields=["assignee", "-updated_at", "-id"], name="ticket_active_assignee",
                         condition=Q(status__in=["new", "open", "pending", "on_hold"])),
            models.Index(fields=["assignee", "-updated_at", "-id"], name="ticket_done_assignee",
                         condition=Q(status__in=["resolved", "closed"])),
            models.Index(fields=["status", "-updated_at", "-id"], name="ticket_status"),
            models.Index(fields=["team", "status", "-updated_at", "-id"], name="ticket_team_status"),
            models.Index(fields=["requester", "-updated_at", "-id"], name="ticket_requester"),
            models.Index(fields=["-updated_at", "-id"], name="ticket_updated"),
            models.Index(fields=["-updated_at", "-id"], name="ticket_asleep", condition=Q(snooze="asleep")),
            models.Index(fields=["own_status"], name="ticket_own_status", condition=Q(own_status__isnull=False)),
            models.Index(fields=["created_at"], name="ticket_created"),
            models.Index(fields=["resolved_at"], name="ticket_resolved", condition=Q(resolved_at__isnull=False)),
            # By what custom fields hold. Tickets without any don't weigh on it.
            GinIndex(fields=["fields"], opclasses=["jsonb_path_ops"], name="ticket_fields", condition=~Q(fields={})),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def number(self) -> int:
        return self.pk

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public reply")
    NOTE = "note", _("Note")


class Direction(models.TextChoices):
    IN = "in", _("Received")
    OUT = "out", _("Sent")
    INSIDE = "inside", _("Inside")


class DeliveryState(models.TextChoices):
    NONE = "none", _("Not sent by mail")
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    BOUNCED = "bounced", _("Came back")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, viewer: Viewer) -> MessageQuerySet:
        """Messages of tickets the viewer may see; notes for those who work at the desk only."""
        seen = self.filter(ticket__in=Ticket.objects.visible_to(viewer))
        if isinstance(viewer, User) and viewer.is_staff:
            return seen
        held = Q(held_until__isnull=False, held_until__gt=now())
        return seen.filter(~held, visibility=Visibility.PUBLIC, unverified=False)


class Message(models.Model):
    """Something said on a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    visibility = models.CharField(max_length=6, choices=Visibility)
    direction = models.CharField(max_length=6, choices=Direction)
    channel = models.CharField(max_length=10, choices=Channel)
    author_contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    author_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Whole readable body; `reply_text` is what was written this time, empty when that is the same.
    text = models.TextField(blank=True)
    reply_text = models.TextField(blank=True)
    # Sanitised, ready to be shown in place; the quoted history apart, to be folded. Empty: show the text.
    html = models.TextField(blank=True)
    history_html = models.TextField(blank=True)
    subject = models.CharField(max_length=500, blank=True)
    # RFC 5322 Message-ID without brackets.
    rfc_id = models.CharField(max_length=998, blank=True)
    to = models.JSONField(default=list)  # [{"name", "email"}]
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    delivery = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.NONE)
    # The sender is no participant of the ticket yet: shown as such, gets nothing until an agent accepts.
    unverified = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    # Until then its author may take it back, and the contact does not see it; null when it was never held.
    held_until = models.DateTimeField(null=True)
    # Why it landed here: a code of `channels.email.thread`, or empty.
    reason = models.CharField(max_length=40, blank=True)
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="message_of_ticket")]

    def __str__(self) -> str:
        return f"message {self.pk} of #{self.ticket_id}"


class Attachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", db_index=False)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)

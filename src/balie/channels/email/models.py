from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Team
from balie.core.clock import now
from balie.files.models import Blob
from balie.tickets.models import Ticket


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("None")


class Mailbox(models.Model):
    """An address that people write to. Mail comes by SMTP in any case, and by IMAP where a server is named."""

    # Lower case.
    address = models.CharField(_("address"), max_length=320, unique=True)
    extra_addresses = ArrayField(
        models.CharField(max_length=320), verbose_name=_("other addresses"), default=list, blank=True
    )
    # How it is called in the From of what it sends.
    name = models.CharField(_("name"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.SET_NULL, null=True, blank=True, related_name="mailboxes"
    )
    # Of contacts whose own language is not known; empty: found by the words they write.
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(_("takes mail in"), default=True)
    # Off where the provider does not deliver support+anything@…: answers then carry no signed address.
    plus_addresses = models.BooleanField(_("use plus addresses"), default=True)
    # The mail server whose Authentication-Results count; empty: the topmost ones, whoever wrote them.
    authserv_id = models.CharField(_("name of the checking mail server"), max_length=255, blank=True)
    created_at = models.DateTimeField(default=now)

    imap_host = models.CharField(_("IMAP server"), max_length=255, blank=True)
    imap_port = models.PositiveIntegerField(_("port"), default=993)
    imap_security = models.CharField(_("encryption"), max_length=8, choices=Security, default=Security.TLS)
    imap_user = models.CharField(_("user name"), max_length=320, blank=True)
    # Encrypted; see sealing.py.
    imap_secret = models.TextField(blank=True)
    imap_folder = models.CharField(_("folder"), max_length=255, default="INBOX")

    # Where fetching stands. UIDs up to `last_uid` are taken in, but for those in `missed_uids`, tried again each time.
    uidvalidity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    missed_uids = ArrayField(models.BigIntegerField(), default=list)
    # After a change of UIDVALIDITY: messages below this UID may have been taken in under their former one.
    known_below_uid = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    # One process at a time fetches; it renews its lease while it does.
    fetcher = models.CharField(max_length=120, blank=True)
    fetcher_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.address

    @property
    def fetches(self) -> bool:
        return self.is_active and bool(self.imap_host)

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.address, *self.extra_addresses)


class State(models.TextChoices):
    RECEIVED = "received", _("Waiting")
    DONE = "done", _("Processed")
    KEPT = "kept", _("Not understood")


class Outcome(models.TextChoices):
    OPENED = "opened", _("Opened a ticket")
    APPENDED = "appended", _("Added to a ticket")
    IGNORED = "ignored", _("Ignored")
    BOUNCE = "bounce", _("Bounce")
    DUPLICATE = "duplicate", _("Duplicate")
    KEPT = "kept", _("Kept as it came")


class Delivery(models.Model):
    """One arrival of a mail in a mailbox, and what became of it. Written before anything of the mail is understood."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    # What makes it this one and no other: a repetition finds it and changes nothing.
    source = models.CharField(max_length=300, unique=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=320), default=list)
    received_at = models.DateTimeField(default=now)
    # False while the sender may not know that we have it: the same bytes again are then its second attempt.
    confirmed = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    # A code; all of them are in docs/mail-in.md.
    reason = models.CharField(max_length=40, blank=True)
    # A code too: why no program may answer it; empty where one may.
    unanswered = models.CharField(max_length=40, blank=True)
    ticket_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    # Of Message-ID, sender, date, subject and body; null for mail without Message-ID, and for duplicates.
    fingerprint = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "mailbox"], condition=Q(fingerprint__isnull=False), name="delivery_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="received")),
            models.Index(fields=["mailbox", "blob"], name="delivery_unconfirmed", condition=Q(confirmed=False)),
            models.Index(fields=["ticket_id"], name="delivery_of_ticket", condition=Q(ticket_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Reference(models.Model):
    """A Message-ID that leads to a ticket: of mail received or sent, or only named by it."""

    # Of the id, see references.py: ids are long, and only ever compared.
    digest = models.UUIDField(primary_key=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="references")

"""What is being written and not sent yet, as it is kept across windows and devices."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now
from balie.files.models import Upload


class Draft(models.Model):
    """What stands in one form of one user: an answer or a note on a ticket, or a new ticket."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.CASCADE, null=True, related_name="drafts", db_index=False
    )
    # [[name, value]] as the form would send them, without its files.
    values = models.JSONField(default=list)
    uploads: "models.ManyToManyField[Upload, DraftUpload]" = models.ManyToManyField(Upload, through="DraftUpload")
    # Who writes says which one they had before them: so no window overwrites what another has written.
    version = models.PositiveIntegerField(default=1)
    # Other words took its place; it is kept, and offered.
    aside = models.BooleanField(default=False)
    # Colleagues may read it, and take it over.
    shared_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], name="draft_once", condition=Q(aside=False)),
            models.UniqueConstraint(
                fields=["user"], name="draft_of_new_once", condition=Q(aside=False, ticket__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["ticket", "user"], name="draft_of_ticket")]

    def __str__(self) -> str:
        return f"draft {self.pk} of #{self.ticket_id}"

    def value(self, name: str) -> str:
        return next((value for known, value in self.values if known == name), "")

    @property
    def is_note(self) -> bool:
        return self.value("visibility") == "note"


class DraftUpload(models.Model):
    """A file that was dropped into it: kept as long as the draft is."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE)

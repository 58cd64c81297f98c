from django.conf import settings
from django.db import models
from django.db.models import Q

from balie.core.clock import now

LONGEST = 10_000


class PersonNote(models.Model):
    """Something colleagues should know of a contact or of an organisation; never shown to contacts."""

    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, null=True, related_name="notes")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, null=True, related_name="notes")
    text = models.TextField(max_length=LONGEST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    # By whom and when it was changed last; who wrote it, before that.
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, organisation__isnull=True)
                | Q(contact__isnull=True, organisation__isnull=False),
                name="note_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

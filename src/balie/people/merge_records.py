"""What the merge of two contacts did, so that it can be undone: which row went from the one to the other.

A merge has its row as long as it is in force.
"""

from django.conf import settings
from django.db import models

from balie.core.clock import now

_MOST_SHOWN = 20


class ContactMerge(models.Model):
    source = models.OneToOneField("people.Contact", on_delete=models.CASCADE, related_name="merge")
    # The one that was chosen then; merged itself since, it leads on (`Contact.merged_into` is where all ends up).
    target = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="merges")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Columns of the target that were empty and were filled from the source, with what they were given.
    filled = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"contact {self.source_id} merged into {self.target_id}"


def merges_into(contact_id: int) -> list[ContactMerge]:
    """In force, by whatever way; the latest first."""
    theirs = ContactMerge.objects.filter(source__merged_into=contact_id).select_related("source", "by")
    return list(theirs.order_by("-pk")[:_MOST_SHOWN])


class MovedRow(models.Model):
    """A row that goes back with the source, if it still belongs to whom it was given."""

    merge = models.ForeignKey(ContactMerge, on_delete=models.CASCADE, related_name="moved", db_index=False)
    # What it is: one of the ways in which a row refers to a contact.
    kind = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    # Of a row that is no more, since the target had one like it: what to make it of again.
    kept = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["merge", "kind"], name="moved_by_merge")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} of {self.merge_id}"


class NotTheSame(models.Model):
    """Two contacts of whom somebody said that they are not the same person: not suggested again."""

    one = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")

    class Meta:
        # `one` has the lower id.
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once")]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"

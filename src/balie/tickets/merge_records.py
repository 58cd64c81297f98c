"""What a merge did, so that it can be undone: which message, participant, follower, tag and draft came from where.

A merge has its row as long as it is in force.
"""

from django.db import models

from balie.core.clock import now


class Merge(models.Model):
    source = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="merge")
    target = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="merges")
    at = models.DateTimeField(default=now)
    # "ticket.merged" of the target: what has a higher id came afterwards.
    event_id = models.BigIntegerField(default=0)
    # How both stood before: names of columns, with their values.
    source_before = models.JSONField()
    target_before = models.JSONField()

    def __str__(self) -> str:
        return f"#{self.source_id} merged into #{self.target_id}"


class MergedMessage(models.Model):
    """A message that goes back with the source."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="messages", db_index=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="+")
    # It came for the source when that was merged already.
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "message"], name="merged_message_once")]

    def __str__(self) -> str:
        return f"message {self.message_id} of {self.merge_id}"


class Brought(models.Model):
    """Somebody or something that the source had, and the target has since, if it had not before."""

    class Kind(models.TextChoices):
        PARTICIPANT = "participant"
        FOLLOWER = "follower"
        TAG = "tag"
        TASK = "task"
        TIME = "time"
        TIMER = "timer"
        DRAFT = "draft"

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="brought", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind)
    # Of a contact, user, tag, task, time entry, timer or draft.
    of_id = models.BigIntegerField()
    # The row that was made for it on the target; null: there was one.
    row_id = models.BigIntegerField(null=True)
    accepted = models.BooleanField(default=True)
    # On the target they waited to be accepted until the merge; of a draft: it was what its user wrote on.
    raised = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "kind", "of_id"], name="brought_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.of_id} of {self.merge_id}"

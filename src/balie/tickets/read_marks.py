"""How far somebody has read a ticket."""

from django.conf import settings
from django.db import models

from balie.core.clock import now


class ReadMark(models.Model):
    """A reader's own; nobody else is shown it."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The newest message that they had in front of them.
    message_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"user {self.user_id} read #{self.ticket_id} to message {self.message_id}"

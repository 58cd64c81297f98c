"""How tickets hang together."""

from django.db import models
from django.db.models import Q

from balie.core.clock import now


class TicketLink(models.Model):
    """Read from the source: it is related to the target, a duplicate of it, a child of it, caused by it."""

    class Kind(models.TextChoices):
        RELATED = "related"
        DUPLICATE = "duplicate"
        CHILD = "child"
        CAUSED = "caused"

    source = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_out", db_index=False)
    target = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=9, choices=Kind)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="ticket_link_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(kind="child"), name="ticket_has_one_parent"),
        ]

    def __str__(self) -> str:
        return f"#{self.source_id} {self.kind} #{self.target_id}"

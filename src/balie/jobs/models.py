from django.db import models

from balie.core.clock import now


class Worker(models.Model):
    """A worker process, for as long as it lives and a while after."""

    # AutoField, not BigAutoField: the id is half of an advisory lock's key.
    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=120)
    started_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    # Queues that failed when they last ran, with the words of the error.
    failing = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"worker {self.pk} ({self.name})"

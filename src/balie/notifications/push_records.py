"""Browsers that show what somebody is told, also while no page of the desk is open."""

from django.conf import settings
from django.db import models

from balie.core.clock import now


class Device(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Where its maker's service takes messages for it, and the keys that only it can read them by.
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=120)
    secret = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    added_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name

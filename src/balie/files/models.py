from django.conf import settings
from django.db import models

from balie.core.clock import now


class Blob(models.Model):
    """Bytes under their SHA-256, kept once however often they came; the bytes are in the file store."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)


class Upload(models.Model):
    """A file a user has dropped into a form that is not sent yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    created_at = models.DateTimeField(default=now)

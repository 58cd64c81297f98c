from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered: the same request gets it again instead of being done twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    # Of method, path and body.
    digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=b"")
    location = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once")]


class Spending(models.Model):
    """Requests of a token in the current minute. An unlogged table: nothing is lost when a crash empties it."""

    # The first eight bytes of the token's SHA-256.
    token = models.BigIntegerField(primary_key=True)
    minute = models.BigIntegerField()
    requests = models.IntegerField()

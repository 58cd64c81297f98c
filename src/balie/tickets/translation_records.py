"""Translations of messages, kept so that each is paid for once."""

from django.conf import settings
from django.db import models

from balie.core.clock import now


class MessageTranslation(models.Model):
    """Of what a message says itself, without what it quotes."""

    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=5)
    provider = models.CharField(max_length=20)
    # The language it was in, as the service says; empty: it did not.
    source = models.CharField(max_length=5, blank=True)
    # Sanitised; or plain text where the message is.
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # Of what was translated: words that are others since have another.
    of = models.BinaryField(max_length=16)
    # Who had it leave the house.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "language", "provider"], name="message_translated_once")
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} in {self.language}"

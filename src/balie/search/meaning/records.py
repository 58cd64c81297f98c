from django.db import models
from django.db.models import Q

from balie.search.meaning.bits import BITS


class Bits(models.Field):  # type: ignore[type-arg] # it takes none while running
    """`BITS` bits as a text of 0 and 1. PostgreSQL compares them by itself, without an extension."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002 -- as Django calls it
        return f"bit({BITS})"


class Meaning(models.Model):
    """What a text means, as `encoding` tells it. Without bits it is to be told anew: the text is not what it was."""

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    bits = Bits(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="meaning_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="meaning_outdated", condition=Q(bits=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

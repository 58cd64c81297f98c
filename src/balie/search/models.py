from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func

from balie.search.attachments.texts import FileText, Progress  # noqa: F401 -- Django finds models here
from balie.search.meaning.records import Meaning  # noqa: F401 -- as above


class Document(models.Model):
    """Something that can be found: its words, and who may find it. docs/search.md explains the index.

    Rows are written by `indexing`, in the transaction of the change, and read by `finding`.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    # What is shown once, however many of its documents match.
    group_id = models.BigIntegerField()
    # Marks, such as `team:3`; whoever holds one of them may find the document.
    audience = ArrayField(models.TextField())
    language = models.CharField(max_length=5)
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "group_id", "object_id"], name="document_once")]
        indexes = [
            # Entries are written at once (no fastupdate): a list of pending ones would be read by every search.
            GinIndex(
                "words",
                "audience",
                Func("id", function="search_eras", output_field=ArrayField(models.IntegerField())),
                name="search_find",
                fastupdate=False,
            )
        ]

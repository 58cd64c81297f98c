"""Custom fields of tickets as administrators define them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balie.custom_fields.records import FieldRecord
from balie.custom_fields.types import Accepts


class Portal(models.TextChoices):
    HIDDEN = "hidden", _("Does not see it")
    READ = "read", _("Reads it")
    WRITE = "write", _("Fills it in and reads it")


class FieldDefinition(FieldRecord):
    # Of which tickets; empty: of all. Teams by id, that a dissolved one does not make it a field of all.
    kinds = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    opening = models.BooleanField(default=False)
    resolving = models.BooleanField(default=False)
    portal = models.CharField(max_length=6, choices=Portal, default=Portal.HIDDEN)
    depends_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    when = models.JSONField(default=list)
    # Of a field for files: which, and whether it holds more than one.
    accepts = models.CharField(max_length=9, choices=Accepts, blank=True, default=Accepts.ANY, db_default="")
    several = models.BooleanField(default=False, db_default=False)

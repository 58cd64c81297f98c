"""Custom fields as administrators define them. None is ever deleted: old tickets have values of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of several")
    TREE = "tree", _("One of a tree")
    CHOICES = "choices", _("Any of several")
    CHECKBOX = "checkbox", _("Checkbox")
    CONTACT = "contact", _("Contact")
    USER = "user", _("Colleague")


class Portal(models.TextChoices):
    HIDDEN = "hidden", _("Does not see it")
    READ = "read", _("Reads it")
    WRITE = "write", _("Fills it in and reads it")


class FieldDefinition(models.Model):
    # What it is called in filters and by programs; it never changes.
    key = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=10, choices=Type)
    label = models.CharField(max_length=80)
    help = models.CharField(max_length=300, blank=True)
    # [[id, label, id of the one above, gone]], in their order.
    options = models.JSONField(default=list)
    # Of which tickets; empty: of all. Teams by id, that a dissolved one does not make it a field of all.
    kinds = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    opening = models.BooleanField(default=False)
    resolving = models.BooleanField(default=False)
    portal = models.CharField(max_length=6, choices=Portal, default=Portal.HIDDEN)
    depends_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    when = models.JSONField(default=list)
    default = models.JSONField(null=True)
    # {"nl": {"label", "help", "options": {id: label}}}
    translations = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

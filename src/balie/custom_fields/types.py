"""What a custom field can hold."""

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
    FILE = "file", _("File")


class Accepts(models.TextChoices):
    """Which files a field takes; their names decide."""

    ANY = "", _("Any file")
    PICTURES = "pictures", _("Pictures")
    DOCUMENTS = "documents", _("PDF and other documents")

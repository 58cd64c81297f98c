"""Custom fields of contacts and of organisations as administrators define them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balie.custom_fields.records import FieldRecord


class Of(models.TextChoices):
    CONTACT = "contact", _("Contacts")
    ORGANISATION = "organisation", _("Organisations")


class PersonField(FieldRecord):
    of = models.CharField(max_length=12, choices=Of)
    key = models.CharField(max_length=40)
    # Stands beside the tickets of whoever it is about.
    beside = models.BooleanField(default=False)

    class Meta(FieldRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["of", "key"], name="person_field_once")]

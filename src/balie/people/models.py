from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from balie.core.clock import now
from balie.people.export_records import KeptExport  # noqa: F401 -- Django finds models here
from balie.people.field_records import PersonField  # noqa: F401 -- Django finds models here
from balie.people.import_records import ContactImport, ImportedRow  # noqa: F401 -- Django finds models here
from balie.people.merge_records import ContactMerge, MovedRow, NotTheSame  # noqa: F401 -- Django finds models here
from balie.people.naming import called, for_others
from balie.people.note_records import PersonNote  # noqa: F401 -- Django finds models here


def _fields() -> models.JSONField[Any, Any]:
    """What custom fields hold, by their ids; in normal form (`custom_fields.values`), nothing for what is empty."""
    return models.JSONField(default=dict, db_default=Value({}, output_field=models.JSONField()))


def _field_letters(of: str) -> GinIndex:
    """By what custom fields hold. Who has nothing in them doesn't weigh on it."""
    letters = OpClass(Func(Cast("fields", models.TextField()), function="search_letters"), name="gin_trgm_ops")
    return GinIndex(letters, name=f"{of}_field_letters", condition=~Q(fields={}))


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(default=now)
    vip = models.BooleanField(default=False, db_default=False)
    fields = _fields()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["id"], name="organisation_vip", condition=Q(vip=True)),
            GinIndex(
                OpClass(Func("name", function="search_letters"), name="gin_trgm_ops"), name="organisation_letters"
            ),
            _field_letters("organisation"),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A mail domain whose addresses belong to an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253, unique=True)


class Contact(models.Model):
    """Anyone who asks, inside or outside the company."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="contact")
    language = models.CharField(_("language"), max_length=5, blank=True)
    created_at = models.DateTimeField(default=now)
    # A merged contact stays, so that merging can be undone; everything points to the other one.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    vip = models.BooleanField(default=False, db_default=False)
    # Mail of theirs is kept, as a closed ticket that nobody is told of.
    blocked_at = models.DateTimeField(null=True)
    fields = _fields()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="contact_vip", condition=Q(vip=True)),
            GinIndex(OpClass(Func("name", function="search_letters"), name="gin_trgm_ops"), name="contact_letters"),
            _field_letters("contact"),
        ]

    def __str__(self) -> str:
        if self.name:
            return self.name
        if self.merged_into:
            return str(self.merged_into)
        return called(self.identities.exclude(value=NOBODY).order_by("pk").values_list("value", flat=True).first())

    @property
    def name_for_others(self) -> str:
        return for_others(self.name)


# Whom mails that name no sender are from. RFC 2606: a domain that never is.
NOBODY = "unknown@sender.invalid"
# For statements: how a contact is called; many mails come from an address without a name. See `naming` for null.
CALLED = f"""coalesce(nullif(contact.name, ''),
    (select value from people_identity where contact_id = contact.id and value <> '{NOBODY}' order by id limit 1))"""  # noqa: S608 -- our own word


class IdentityKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    HANDLE = "handle", _("Handle")
    # What they are called in another system.
    REFERENCE = "ref", _("Reference")


class Identity(models.Model):
    """An address, number or handle by which a contact is known."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=8, choices=IdentityKind)
    # Lower case for e-mail addresses.
    value = models.CharField(max_length=320)
    created_at = models.DateTimeField(default=now)
    # The last time a message to this address came back for good, and why; null once it works again.
    bounced_at = models.DateTimeField(null=True)
    bounce_status = models.CharField(max_length=20, blank=True)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]
        indexes = [GinIndex(OpClass("value", name="gin_trgm_ops"), name="identity_letters")]

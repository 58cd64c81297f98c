"""What is known of a contact, changed by those at the desk."""

from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.editing.latest_changes import language_called, latest_change
from balie.people.editing.organisations import organisation_called
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.editing.values import understood
from balie.people.identities import emails_of
from balie.people.models import NOBODY, Contact, Identity, IdentityKind


def version_of(contact: Contact) -> str:
    """Of what `change_contact` changes: another one when somebody changed any of it."""
    return sha256(f"{contact.name}\0{contact.organisation_id}\0{contact.language}".encode()).hexdigest()[:16]


@joined
def change_contact(
    *, contact_id: int, name: str, organisation: str, language: str, version: str, actor: Actor
) -> Contact:
    """`organisation`: its name, none when empty; made when there is none called so. `version`: as the page knew it.

    Raises Contact.DoesNotExist, ChangedMeanwhile, Refused.
    """
    contact = _locked(contact_id)
    if version_of(contact) != version:
        raise ChangedMeanwhile(_told(contact))
    if contact.name and not name.strip():
        raise Refused(_("A contact can't lose their name. Write what they are called."))
    wanted = organisation_called(name=organisation, actor=actor) if organisation.strip() else None
    before = contact.name, contact.organisation_id, contact.language
    contact.name, contact.organisation, contact.language = " ".join(name.split())[:200], wanted, language[:5]
    after = contact.name, contact.organisation_id, contact.language
    if after != before:
        contact.save(update_fields=["name", "organisation", "language"])
        changed = [field for field, old, new in zip(_FIELDS, before, after, strict=True) if old != new]
        record("contact.changed", actor=actor, contact=contact_id, fields=changed)
    return contact


def _told(contact: Contact) -> str:
    """Who was quicker, and what it is since."""
    change = latest_change("contact.changed", contact=contact.pk)
    fields = change.fields if change else []
    shown = {
        "name": _("Name: %(value)s") % {"value": contact},
        "organisation": _("Organisation: %(value)s") % {"value": contact.organisation or "–"},
        "language": _("Language: %(value)s") % {"value": language_called(contact.language)},
    }
    now = "; ".join(shown[field] for field in fields if field in shown)
    if change is None or not now:
        return _("Somebody else has changed this contact meanwhile. Look at it and save again.")
    words = _("%(who)s has changed this contact meanwhile (%(now)s). Look at it and save again.")
    return words % {"who": change.who, "now": now}


_FIELDS = ("name", "organisation", "language")


@joined
def add_address(*, contact_id: int, kind: str, value: str, actor: Actor) -> Identity:
    """Raises Contact.DoesNotExist, or Refused: also when another contact has it."""
    contact = _locked(contact_id)
    address = understood(kind, value)
    try:
        with transaction.atomic():
            made = Identity.objects.create(contact=contact, kind=kind, value=address)
    except IntegrityError as taken:
        owner = Identity.objects.select_related("contact").get(kind=kind, value=address).contact
        if owner == contact:
            raise Refused(_("This contact has that already.")) from taken
        raise Refused(_("That belongs to %(name)s already.") % {"name": owner}) from taken
    record("contact.address_added", actor=actor, contact=contact_id, identity=made.pk, of=kind)
    return made


@joined
def remove_address(*, contact_id: int, identity_id: int, actor: Actor) -> None:
    """Raises Contact.DoesNotExist or Identity.DoesNotExist, or Refused for the only address they can be written to."""
    contact = _locked(contact_id)
    identity = contact.identities.exclude(value=NOBODY).get(pk=identity_id)
    if identity.kind == IdentityKind.EMAIL and emails_of(contact_id) == [identity.value]:
        raise Refused(_("Answers go to this address, and there is no other. Add one first."))
    identity.delete()
    record("contact.address_removed", actor=actor, contact=contact_id, of=identity.kind)


def _locked(contact_id: int) -> Contact:
    return Contact.objects.select_for_update(no_key=True).get(pk=contact_id, merged_into=None)

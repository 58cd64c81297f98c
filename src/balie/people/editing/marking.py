"""Very important persons, and houses all of whose people are."""

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.models import Contact, Organisation


@joined
def mark_contact(*, contact_id: int, vip: bool, actor: Actor) -> None:
    """Raises Contact.DoesNotExist."""
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id, merged_into=None)
    if contact.vip != vip:
        Contact.objects.filter(pk=contact_id).update(vip=vip)
        record("contact.marked", actor=actor, contact=contact_id, vip=vip)


@joined
def mark_organisation(*, organisation_id: int, vip: bool, actor: Actor) -> None:
    """Raises Organisation.DoesNotExist."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if organisation.vip != vip:
        Organisation.objects.filter(pk=organisation_id).update(vip=vip)
        record("organisation.marked", actor=actor, organisation=organisation_id, vip=vip)

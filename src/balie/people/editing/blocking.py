"""Contacts and addresses whose mail opens no work: it is kept, and nobody is told of it."""

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.editing.refusals import Refused
from balie.people.models import Contact, Identity, IdentityKind


@joined
def block_contact(*, contact_id: int, blocked: bool, actor: Actor) -> None:
    """With all their addresses, or no more. Raises Contact.DoesNotExist, Refused for colleagues."""
    contact = Contact.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(
        pk=contact_id, merged_into=None
    )  # fmt: skip
    if blocked and contact.user and contact.user.is_staff:
        raise Refused(_("%(name)s works here and can't be blocked.") % {"name": contact})
    if bool(contact.blocked_at) != blocked:
        Contact.objects.filter(pk=contact_id).update(blocked_at=now() if blocked else None)
        record("contact.blocked" if blocked else "contact.unblocked", actor=actor, contact=contact_id)


@joined
def block_address(*, contact_id: int, identity_id: int, blocked: bool, actor: Actor) -> None:
    """Raises Identity.DoesNotExist."""
    identity = Identity.objects.select_for_update(no_key=True).get(
        pk=identity_id, contact=contact_id, kind=IdentityKind.EMAIL
    )  # fmt: skip
    if bool(identity.blocked_at) != blocked:
        Identity.objects.filter(pk=identity_id).update(blocked_at=now() if blocked else None)
        kind = "contact.address_blocked" if blocked else "contact.address_unblocked"
        record(kind, actor=actor, contact=contact_id, identity=identity_id)

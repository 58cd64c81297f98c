"""Contacts who sign in: the user behind them, and the contact behind a user."""

from django.db import transaction
from django.db.models import F, Q

from balie.accounts.models import Role, User
from balie.events.actor import SYSTEM
from balie.events.recording import record
from balie.people.identities import contact_for, find_contact, normalised
from balie.people.models import Contact

# In the event of a user whom nobody added: they asked for a code to sign in.
BY_CODE = "code"


@transaction.atomic
def user_for(email: str) -> User | None:
    """Who signs in by a code sent to this address; a customer is made when nobody does yet. None: they may not.

    A user of the desk signs in by their own address only, never by one that was added to a contact.
    """
    address = normalised(email)
    user = User.objects.filter(email=address).first()
    if user is None:
        contact = find_contact(address)
        user = _of(contact) or _new_customer(address, contact)
    return user if user.is_active else None


@transaction.atomic
def contact_of(user: User) -> Contact:
    """The contact a signed-in user is; found by their address, or made, the first time."""
    contact = Contact.objects.select_related("merged_into").filter(user=user).first()
    if contact is not None:
        return contact.merged_into or contact
    contact = contact_for(email=user.email, name=user.name, language=user.language)
    Contact.objects.filter(pk=contact.pk, user=None).update(user=user)
    return contact


def _of(contact: Contact | None) -> User | None:
    """Also by who was merged into them, when both had signed in before."""
    if contact is None:
        return None
    known = User.objects.filter(Q(contact=contact) | Q(contact__merged_into=contact), role=Role.CUSTOMER)
    return known.order_by(F("contact__merged_into").asc(nulls_first=True), "pk").first()


def _new_customer(address: str, contact: Contact | None) -> User:
    """No password: they sign in by a code. Two who ask at once get the same user."""
    language = contact.language if contact and contact.language else "en"
    user, made = User.objects.get_or_create(
        email=address, defaults={"name": contact.name if contact else "", "role": Role.CUSTOMER, "language": language}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record("user.added", actor=SYSTEM, user=user.pk, role=Role.CUSTOMER, by=BY_CODE)
    if contact:
        Contact.objects.filter(pk=contact.pk, user=None).update(user=user)
    return user


def stands_for(contact_id: int) -> int:
    """Whom a contact was merged into, else themselves: of links and sessions that were made before."""
    merged = Contact.objects.filter(pk=contact_id).values_list("merged_into_id", flat=True).first()
    return merged or contact_id

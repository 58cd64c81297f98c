"""The one way to take contacts for merging: by their ids, and before any ticket.

Without their keys: what refers to a contact, as a new ticket does, does not wait for that, so who has a ticket and
writes down whose it is never waits for somebody who waits for the ticket.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from balie.people.models import Contact


def lock_contacts(contact_ids: Collection[int]) -> dict[int, Contact]:
    """These, as far as they are there, and those who were merged into them. Call within a transaction."""
    while True:
        wanted = _with_merged(contact_ids)
        with transaction.atomic():
            taken = Contact.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
            found = {contact.pk: contact for contact in taken}
            if _with_merged(contact_ids) <= wanted:
                return found
            transaction.set_rollback(True)  # to the savepoint, which lets go of them


def _with_merged(contact_ids: Collection[int]) -> set[int]:
    return set(
        Contact.objects.filter(Q(pk__in=contact_ids) | Q(merged_into__in=contact_ids)).values_list("pk", flat=True)
    )

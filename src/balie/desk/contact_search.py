"""Contacts by the beginning of an address or a part of a name."""

from django.db.models import Q

from balie.people.models import Contact

MOST = 6
SHORTEST = 3


def contacts_matching(text: str) -> list[Contact]:
    """A few, newest first; too short a text names nobody in particular."""
    if len(text) < SHORTEST:
        return []
    wanted = Q(name__icontains=text) | Q(identities__value__startswith=text.lower())
    found = Contact.objects.filter(wanted, merged_into=None).select_related("organisation").distinct()
    return list(found.order_by("-pk")[:MOST])

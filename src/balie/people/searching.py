"""Finds contacts by a part of their name or address; by what sounds like it when there is none."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length

from balie.people.models import Contact, Identity
from balie.search.letters import Letters, Likeness, plain

MOST = 10
# Three letters are what the index is made of; two are enough for a beginning.
SHORTEST = 2


def find_contacts(text: str, *, limit: int = MOST) -> list[Contact]:
    """With their organisation, the shortest names first. For those who work at the desk: they may write to anybody."""
    words = text.split()
    if len("".join(words)) < SHORTEST:
        return []
    known = Contact.objects.filter(merged_into=None).select_related("organisation").annotate(letters=Letters("name"))
    found = list(_containing(known, words, text).order_by(Length("name"), "-pk")[:limit])
    return found or list(_like(known, text)[:limit])


def _containing(contacts: QuerySet[Contact], words: list[str], text: str) -> QuerySet[Contact]:
    named = Q()
    for word in words:
        named &= Q(letters__contains=Letters(Value(word)))
    address = text.strip().lower()
    addressed = Exists(Identity.objects.filter(contact=OuterRef("pk"), value__contains=address))
    return contacts.filter(named | Q(pk__in=Identity.objects.filter(value__contains=address).values("contact"))) if addressed else contacts


def _like(contacts: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    return contacts.annotate(likeness=Likeness(Letters(Value(text)), F("letters"))).order_by("-likeness")

"""Finds contacts by parts of their name or address, or of what their custom fields hold; when there is none, by a name
that is much like it.
"""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Length

from balie.people.identities import find_contact
from balie.people.models import Contact, Identity, Organisation
from balie.search.letters import Letters

MOST = 10
# Three letters are what the indexes are made of.
SHORTEST = 3
LONGEST = 320
# As the index of them has it. The word that stands for a choice is much as the choice is called.
_HELD = Letters(Cast("fields", TextField()))


def find_contacts(text: str, *, limit: int = MOST, alike: bool = True, told: bool = True) -> list[Contact]:
    """With their organisation. For those who work at the desk, who may write to anybody. `alike`: when nobody has
    that name, those with a similar one. `told`: also by what custom fields hold.
    """
    words = text.replace("\x00", "").split()
    if max(map(len, words), default=0) < SHORTEST:
        return []
    found = [*_addressed(" ".join(words).lower(), limit), *_named(words, limit, told=told)]
    if not found and alike:
        found = _like(" ".join(words), limit)
    if not found:
        return []
    # As they were found: an address that begins so, then any other, then the shorter names.
    order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(found)), output_field=IntegerField())
    return list(Contact.objects.filter(pk__in=found).select_related("organisation").order_by(order)[:limit])


def find_organisations(text: str, *, limit: int = MOST) -> list[Organisation]:
    words = text.replace("\x00", "").split()
    if max(map(len, words), default=0) < SHORTEST:
        return []
    known = Organisation.objects.annotate(letters=Letters("name"), held=_HELD).filter(_named_or_told(words))
    return list(known.order_by(Length("name"), "-pk")[:limit])


def the_one_called(text: str) -> Contact | None:
    """By address; or by name, or a part of it, as long as that is one contact's only."""
    words = text.replace("\x00", "").split()
    if not words or len(text) > LONGEST:
        return None
    if contact := find_contact(" ".join(words)):
        return contact
    if exact := _exactly(" ".join(words)):
        return exact[0] if len(exact) == 1 else None
    found = find_contacts(text, limit=2, alike=False, told=False)
    return found[0] if len(found) == 1 else None


def _exactly(name: str) -> list[Contact]:
    known = Contact.objects.filter(merged_into=None).annotate(letters=Letters("name"))
    return list(known.filter(letters=Letters(Value(name))).order_by("pk")[:2])


def _addressed(address: str, limit: int) -> list[int]:
    known = Identity.objects.filter(contact__merged_into=None, value__contains=address)
    begins = Case(When(value__startswith=address, then=0), default=1)
    return list(known.order_by(begins, Length("value"), "pk").values_list("contact_id", flat=True)[:limit])


def _named(words: list[str], limit: int, *, told: bool) -> list[int]:
    known = Contact.objects.filter(merged_into=None).annotate(letters=Letters("name"), held=_HELD)
    found = known.filter(_named_or_told(words) if told else _in("letters", words))
    return list(found.order_by(Length("name"), "-pk").values_list("pk", flat=True)[:limit])


def _named_or_told(words: list[str]) -> Q:
    """All of them stand in the name, or all in what custom fields hold."""
    return _in("letters", words) | (~Q(fields={}) & _in("held", words))


def _in(letters: str, words: list[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{letters}__contains": Letters(Value(word))})
    return wanted


def _like(name: str, limit: int) -> list[int]:
    known = Contact.objects.filter(merged_into=None).annotate(letters=Letters("name"))
    likeness = TrigramWordSimilarity(name, "letters")
    similar = known.filter(letters__trigram_word_similar=Letters(Value(name)))
    return list(similar.order_by(likeness.desc(), "-pk").values_list("pk", flat=True)[:limit])

"""Contacts who may be the same person as another: the same name, number, or way of writing their address."""

from typing import NamedTuple

from django.db.models import Q, Value

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.merge_records import NotTheSame
from balie.people.models import Contact, Domain, Identity, IdentityKind
from balie.search.letters import Letters

MOST = 5
# As far as a number is the same with and without what is dialled before it from elsewhere.
_DIGITS = 8
# Names of fewer letters are many people's.
_SHORTEST = 5
# Addresses of everybody, or of nobody in particular.
_SHARED = frozenset(
    """
    abuse admin billing contact facturen finance help hello hr info inkoop it jobs mail marketing no-reply noreply
    office orders post postmaster sales service support team verkoop webmaster
    """.split()  # noqa: SIM905 -- a long list reads better as text
)


class Likeness(NamedTuple):
    """`why`: name, phone or address."""

    contact: Contact
    why: str


def duplicates_of(contact: Contact) -> list[Likeness]:
    """At most a few, those that are most likely first; without whom somebody said that they are others."""
    others = [
        *(("phone", pk) for pk in _same_number(contact)),
        *(("address", pk) for pk in _same_address(contact)),
        *(("name", pk) for pk in _same_name(contact)),
    ]
    why = {pk: reason for reason, pk in reversed(others) if pk != contact.pk}
    if not why:
        return []
    apart = NotTheSame.objects.filter(Q(one=contact, other__in=why) | Q(other=contact, one__in=why))
    told = {pk for pair in apart.values_list("one", "other") for pk in pair}
    found = Contact.objects.filter(pk__in=why.keys() - told, merged_into=None).select_related("organisation")
    order = {pk: place for place, (_reason, pk) in enumerate(reversed(others))}
    likely = sorted(found, key=lambda one: order[one.pk], reverse=True)
    return [Likeness(one, why[one.pk]) for one in likely[:MOST]]


@joined
def tell_apart(*, contact_id: int, other_id: int, actor: Actor) -> None:
    """They are two people. Raises Contact.DoesNotExist."""
    if Contact.objects.filter(pk__in={contact_id, other_id}).count() < 2:
        raise Contact.DoesNotExist
    one, other = sorted((contact_id, other_id))
    if NotTheSame.objects.get_or_create(one_id=one, other_id=other)[1]:
        record("contact.told_apart", actor=actor, contact=contact_id, other=other_id)


def _same_name(contact: Contact) -> list[int]:
    if len(contact.name) < _SHORTEST or "@" in contact.name:
        return []
    known = Contact.objects.filter(merged_into=None).annotate(letters=Letters("name"))
    same = known.filter(letters=Letters(Value(contact.name))).exclude(pk=contact.pk)
    return list(same.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _same_number(contact: Contact) -> list[int]:
    found = list[int]()
    numbers = contact.identities.filter(kind=IdentityKind.PHONE).order_by("pk").values_list("value", flat=True)[:3]
    for number in numbers:
        same = Identity.objects.filter(kind=IdentityKind.PHONE, value__endswith=number[-_DIGITS:])
        if len(number) >= _DIGITS:
            found += same.exclude(contact=contact).order_by("-pk").values_list("contact_id", flat=True)[:MOST]
    return found


def _same_address(contact: Contact) -> list[int]:
    """The same before the @, at domains of the organisation of either."""
    addresses = contact.identities.filter(kind=IdentityKind.EMAIL).order_by("pk").values_list("value", flat=True)[:5]
    begins = {address.rpartition("@")[0] for address in addresses} - _SHARED
    if not begins or not contact.organisation_id:
        return []
    domains = Domain.objects.filter(organisation=contact.organisation_id).values_list("name", flat=True)[:20]
    wanted = [f"{begin}@{domain}" for begin in begins for domain in domains]
    same = Identity.objects.filter(kind=IdentityKind.EMAIL, value__in=wanted).exclude(contact=contact)
    return list(same.order_by("-pk").values_list("contact_id", flat=True)[:MOST])

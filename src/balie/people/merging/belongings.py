"""What a contact has of their own, such as addresses and notes, goes to the one they are merged into, and back."""

from typing import Any

from balie.people.merge_records import ContactMerge
from balie.people.merging.moving import IDENTITIES, NOTES, give_back, move
from balie.people.models import Contact

_FILLED = ("name", "organisation_id", "language", "vip")


def take_belongings(merge: ContactMerge, source: Contact, target: Contact) -> None:
    """What the target has stays as it is; what it lacks it gets."""
    filled = would_fill(source, target)
    if source.user_id and not target.user_id:
        filled["user_id"] = source.user_id
        Contact.objects.filter(pk=source.pk).update(user=None)
    if filled:
        values = {**target.fields, **filled["fields"]} if "fields" in filled else None
        Contact.objects.filter(pk=target.pk).update(**filled | ({"fields": values} if values else {}))
    merge.filled = filled
    merge.save(update_fields=["filled"])
    move(merge, IDENTITIES)
    move(merge, NOTES)
    Contact.objects.filter(merged_into=source).update(merged_into=target)
    Contact.objects.filter(pk=source.pk).update(merged_into=target)


def would_fill(source: Contact, target: Contact) -> dict[str, Any]:
    """Of custom fields those that the target has nothing in."""
    filled = {name: getattr(source, name) for name in _FILLED if getattr(source, name) and not getattr(target, name)}
    fields = {pk: value for pk, value in source.fields.items() if pk not in target.fields}
    return filled | ({"fields": fields} if fields else {})


def return_belongings(merge: ContactMerge, *, holder: int) -> None:
    """What was filled in is taken out again, unless somebody made something else of it."""
    user = merge.filled.pop("user_id", None)
    if user and Contact.objects.filter(pk__in=(holder, merge.target_id), user=user).update(user=None):
        Contact.objects.filter(pk=merge.source_id).update(user=user)
    empty = {"name": "", "organisation_id": None, "language": "", "vip": False}
    _take_out(merge, merge.filled.pop("fields", {}))
    for name, value in merge.filled.items():
        Contact.objects.filter(pk=merge.target_id, **{name: value}).update(**{name: empty[name]})
    give_back(merge, IDENTITIES, holder=holder)
    give_back(merge, NOTES, holder=holder)
    stands_again(merge.source_id)


def _take_out(merge: ContactMerge, filled: dict[str, Any]) -> None:
    target = Contact.objects.filter(pk=merge.target_id).first()
    if filled and target:
        left = {pk: value for pk, value in target.fields.items() if pk not in filled or filled[pk] != value}
        Contact.objects.filter(pk=target.pk).update(fields=left)


def stands_again(contact_id: int) -> None:
    """Those who were merged into them lead to them again, however long the way."""
    Contact.objects.filter(pk=contact_id).update(merged_into=None)
    below = {contact_id}
    while reached := set(ContactMerge.objects.filter(target__in=below).values_list("source", flat=True)):
        Contact.objects.filter(pk__in=reached).update(merged_into=contact_id)
        below = reached

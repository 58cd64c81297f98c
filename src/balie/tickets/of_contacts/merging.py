"""Makes one contact of two that are the same person. `unmerging` puts everything back."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record
from balie.people.merge_records import ContactMerge, NotTheSame
from balie.people.merging.belongings import take_belongings
from balie.people.models import NOBODY, Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.hinting import tell_of_tickets
from balie.tickets.indexing import share_tickets
from balie.tickets.models import Ticket
from balie.tickets.of_contacts.following import follow_merge, tickets_of

MERGED = "contact.merged"


@joined
def merge_contacts(*, source_id: int, target_id: int, actor: Actor) -> Contact:
    """The source leads to the target from then on, which has their addresses, tickets and whatever else they had.

    Raises Contact.DoesNotExist, or NotAllowed.
    """
    tickets = lock_with_tickets((source_id, target_id), lambda: tickets_of(source_id))
    contacts = {contact.pk: contact for contact in Contact.objects.filter(pk__in=(source_id, target_id))}
    refuse_merge(source_id, target_id, contacts)
    source, target = contacts[source_id], contacts[target_id]
    merge = ContactMerge.objects.create(
        source=source, target=target, by_id=actor.id if actor.kind == "user" else None
    )  # fmt: skip
    take_belongings(merge, source, target)
    asked = follow_merge(merge, tickets)
    share_tickets(tickets)
    tell_of_tickets(tickets)
    NotTheSame.objects.filter(one=min(contacts), other=max(contacts)).delete()
    record(MERGED, actor=actor, contact=target_id, merged=source_id, merge=merge.pk, tickets=asked)
    target.refresh_from_db()
    return target


def refuse_merge(source_id: int, target_id: int, contacts: dict[int, Contact]) -> None:
    if source_id == target_id:
        raise NotAllowed(_("Choose another contact to merge with."))
    if len(contacts) < 2:
        raise Contact.DoesNotExist
    for contact in contacts.values():
        if contact.merged_into_id:
            raise NotAllowed(_("%(name)s was merged into another contact already.") % {"name": contact})
        if contact.identities.filter(value=NOBODY).exists():
            raise NotAllowed(_("Mails that name no sender are nobody's in particular, and stay apart."))


def lock_with_tickets(contact_ids: tuple[int, int], find: Callable[[], set[int]]) -> set[int]:
    """Tickets by their numbers, then the contacts by theirs, until no other ticket is found: who has just written
    something down for one of them is waited for.
    """
    while True:
        tickets = find()
        with transaction.atomic():
            wanted = Ticket.objects.select_for_update(no_key=True).filter(pk__in=tickets)
            list(wanted.order_by("pk").values_list("pk"))
            list(Contact.objects.select_for_update().filter(pk__in=contact_ids).order_by("pk").values_list("pk"))
            if find() <= tickets:
                return tickets
            transaction.set_rollback(True)  # to the savepoint, which lets go of them


def follow_latecomers(event: Event) -> None:
    """What was written down for the merged one by somebody who had looked them up before."""
    merge = ContactMerge.objects.filter(pk=event.data["merge"]).first()
    if merge is None or not tickets_of(merge.source_id):
        return
    with transaction.atomic():
        root = Contact.objects.values_list("merged_into_id", flat=True).get(pk=merge.source_id)
        if root != merge.target_id:
            return
        tickets = lock_with_tickets((merge.source_id, merge.target_id), lambda: tickets_of(merge.source_id))
        if ContactMerge.objects.filter(pk=merge.pk).exists():
            follow_merge(merge, tickets)
            share_tickets(tickets)
            tell_of_tickets(tickets)

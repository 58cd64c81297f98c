"""Makes one contact of two that are the same person. `unmerging` puts everything back."""

from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.merge_records import ContactMerge, NotTheSame
from balie.people.merging.belongings import take_belongings
from balie.people.merging.locking import lock_contacts
from balie.people.models import NOBODY, Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.hinting import tell_of_tickets
from balie.tickets.indexing import share_tickets
from balie.tickets.locking import locked_found
from balie.tickets.of_contacts.following import follow_merge, tickets_of
from balie.tickets.of_contacts.naming import name_keeper
from balie.tickets.of_contacts.permitting import refuse_unseen

MERGED = "contact.merged"
# All of them are changed in one transaction, with whoever writes to one of them waiting.
MOST = 500


@joined
def merge_contacts(*, source_id: int, target_id: int, actor: Actor) -> Contact:
    """The source leads to the target from then on, which has their addresses, tickets and whatever else they had.

    Raises Contact.DoesNotExist, or NotAllowed.
    """
    taken = lock_contacts((source_id, target_id))
    contacts = {pk: taken[pk] for pk in (source_id, target_id) if pk in taken}
    refuse_merge(source_id, target_id, contacts)
    refuse_unseen(contacts, actor=actor)
    source, target = contacts[source_id], contacts[target_id]
    tickets = {ticket.pk for ticket in locked_found(lambda: tickets_to_go(source))}
    merge = ContactMerge.objects.create(
        source=source, target=target, by_id=actor.id if actor.kind == "user" else None
    )  # fmt: skip
    take_belongings(merge, source, target)
    asked = follow_merge(merge, tickets)
    name_keeper(merge)
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


def tickets_to_go(source: Contact) -> set[int]:
    """Raises NotAllowed."""
    tickets = tickets_of(source.pk, most=MOST)
    if len(tickets) > MOST:
        words = _("%(name)s has more than %(most)d tickets, which are too many to go along at once. Let this one stay.")
        raise NotAllowed(words % {"name": source, "most": MOST})
    return tickets

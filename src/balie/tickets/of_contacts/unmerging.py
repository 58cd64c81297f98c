"""Takes a merged contact apart from the one it was merged into.

What went with them comes back, as far as it is still there; what came since then stays with the other.
"""

from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.merge_records import ContactMerge
from balie.people.merging.belongings import return_belongings
from balie.people.merging.locking import lock_contacts
from balie.people.merging.moving import forget_on_the_way
from balie.people.models import Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.hinting import tell_of_tickets
from balie.tickets.indexing import share_tickets
from balie.tickets.locking import locked_found
from balie.tickets.of_contacts.following import follow_unmerge, tickets_moved
from balie.tickets.of_contacts.naming import name_again
from balie.tickets.of_contacts.permitting import refuse_unseen

UNMERGED = "contact.unmerged"


@joined
def unmerge_contact(*, contact_id: int, actor: Actor) -> Contact:
    """`contact_id`: the one that was merged. Raises Contact.DoesNotExist, or NotAllowed."""
    holder = Contact.objects.values_list("merged_into_id", flat=True).get(pk=contact_id)
    merge = ContactMerge.objects.filter(source=contact_id).first()
    if merge is None or holder is None:
        raise NotAllowed(_("This contact is not merged into another."))
    lock_contacts((contact_id, holder))
    known = ContactMerge.objects.filter(pk=merge.pk, source__merged_into=holder).first()
    if known is None:
        raise NotAllowed(_("Somebody else has taken this contact apart meanwhile, or merged it further."))
    merge = known
    refuse_unseen((holder,), actor=actor, besides=tickets_moved(known))
    tickets = {ticket.pk for ticket in locked_found(lambda: tickets_moved(known))}
    asked = follow_unmerge(merge, holder=holder)
    name_again(merge, holder=holder)
    return_belongings(merge, holder=holder)
    record(UNMERGED, actor=actor, contact=holder, merged=contact_id, merge=merge.pk, tickets=asked)
    forget_on_the_way(merge)
    merge.delete()
    share_tickets(tickets)
    tell_of_tickets(tickets)
    return Contact.objects.get(pk=contact_id)

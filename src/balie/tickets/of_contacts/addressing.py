"""A further address of a contact: whoever reads its mail reads what the contact asked, at every team."""

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.people.editing.contacts import add_address
from balie.people.models import Identity
from balie.tickets.of_contacts.permitting import refuse_unseen_tickets


@joined
def give_address(*, contact_id: int, kind: str, value: str, actor: Actor) -> Identity:
    """Raises NotTheirs, Contact.DoesNotExist, or Refused."""
    if actor.kind == "user":
        refuse_unseen_tickets([contact_id], user=User.objects.get(pk=actor.id or 0))
    return add_address(contact_id=contact_id, kind=kind, value=value, actor=actor)

"""A message that is about something else gets a ticket of its own."""

from django.db.models import Max
from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.prepared import inserted
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.models import Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.linking import Way, link
from balie.tickets.locking import change, locked
from balie.tickets.merging import refuse_while_held
from balie.tickets.models import Direction, Message, Ticket, Visibility
from balie.tickets.participation import belongs
from balie.tickets.previews import preview_of

SPLIT = "ticket.split"  # of the old one
SPLIT_FROM = "ticket.split_from"


@joined
def split(*, message_id: int, subject: str, actor: Actor, following: bool = False) -> Ticket:
    """`following`: what was said after it goes with it. Who wrote the message asks the new ticket.

    Raises Message.DoesNotExist, or NotAllowed.
    """
    message = Message.objects.select_related("author_contact").get(pk=message_id)
    old = locked(message.ticket_id)
    if not visible(subject):
        raise NotAllowed(_("A ticket needs a subject."))
    there = Message.objects.filter(ticket=old)
    moved = there.filter(pk__gte=message_id) if following else there.filter(pk=message_id)
    ids = list(moved.values_list("pk", flat=True))
    if message_id not in ids:
        raise Message.DoesNotExist
    if not there.exclude(pk__in=ids).exists():
        raise NotAllowed(_("Nothing would be left on this ticket. Change its subject instead."))
    refuse_while_held([old.pk])
    _refuse_words_of_others(old, message, ids)
    new = _beside(old, message, subject)
    Message.objects.filter(pk__in=ids).update(ticket=new)
    for ticket in (old, new):
        change(ticket, preview=preview_of(ticket.pk), updated_at=now(), awaits_answer=_awaits(ticket))
    record(SPLIT, actor=actor, ticket_id=old.pk, ticket=new.pk, messages=len(ids))
    record(SPLIT_FROM, actor=actor, ticket_id=new.pk, message_id=message_id, ticket=old.pk)
    link(ticket_id=new.pk, other_id=old.pk, way=Way.RELATED, actor=actor)
    return new


def _refuse_words_of_others(old: Ticket, message: Message, moved: list[int]) -> None:
    """Who asks the new ticket reads it: somebody who does not take part in the old one must not get more by that."""
    author = message.author_contact
    if author is None or (belongs(old, author.pk) and not message.unverified):
        return
    said = Message.objects.filter(pk__in=moved, visibility=Visibility.PUBLIC)
    if said.exclude(author_contact=author).exists():
        words = _(
            "%(name)s does not take part in this ticket, and would get to read what others wrote. Accept them first, "
            "or leave here what was said after it."
        )
        raise NotAllowed(words % {"name": author})


def _beside(old: Ticket, message: Message, subject: str) -> Ticket:
    asker = message.author_contact or Contact.objects.get(pk=old.requester_id)
    return inserted(Ticket(
        subject=visible(subject).strip()[:500], kind=old.kind, priority=old.priority, channel=message.channel,
        language=old.language, team_id=old.team_id, requester=asker, organisation_id=asker.organisation_id,
        created_at=message.created_at, updated_at=now(), awaits_answer=False,
    ))  # fmt: skip


def _awaits(ticket: Ticket) -> bool:
    """Whether the contact had the last word; an old ticket that nobody waited for is not woken."""
    said = Message.objects.filter(ticket=ticket, visibility=Visibility.PUBLIC, automatic=False)
    latest = said.aggregate(latest=Max("pk"))["latest"]
    by_contact = said.filter(pk=latest, direction=Direction.IN).exists()
    return by_contact and ticket.is_active

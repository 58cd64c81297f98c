"""Who takes part besides the requester: contacts in copy, users who follow."""

from collections.abc import Iterable

from django.db.models import Q

from balie.accounts.models import TeamMember, User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.locking import locked
from balie.tickets.models import Message, Ticket
from balie.tickets.participants import Follower, Participant


def add_participants(*, ticket_id: int, contact_ids: Iterable[int], actor: Actor, accepted: bool = True) -> None:
    """In the transaction of who has locked the ticket; who takes part already stays as they are."""
    for contact_id in contact_ids:
        _row, made = Participant.objects.get_or_create(
            ticket_id=ticket_id, contact_id=contact_id, defaults={"accepted": accepted}
        )
        if made:
            record("ticket.participant_added", actor=actor, ticket_id=ticket_id, contact=contact_id, accepted=accepted)


@joined
def accept_participant(*, ticket_id: int, contact_id: int, actor: Actor) -> None:
    """An agent vouches for someone who wrote to the ticket without belonging to it, and for what they wrote so far."""
    ticket = locked(ticket_id)
    waited = Participant.objects.filter(ticket=ticket, contact=contact_id, accepted=False).update(accepted=True)
    if not belongs(ticket, contact_id):
        return
    doubted = Message.objects.filter(ticket=ticket, author_contact=contact_id, unverified=True)
    if doubted.update(unverified=False) or waited:
        record("ticket.participant_accepted", actor=actor, ticket_id=ticket_id, contact=contact_id)


def belongs(ticket: Ticket, contact_id: int) -> bool:
    """Asked it, or was accepted."""
    if contact_id == ticket.requester_id:
        return True
    return Participant.objects.filter(ticket=ticket, contact=contact_id, accepted=True).exists()


@joined
def remove_participant(*, ticket_id: int, contact_id: int, actor: Actor) -> None:
    locked(ticket_id)
    removed, _tables = Participant.objects.filter(ticket_id=ticket_id, contact_id=contact_id).delete()
    if removed:
        record("ticket.participant_removed", actor=actor, ticket_id=ticket_id, contact=contact_id)


@joined
def follow(*, ticket_id: int, user_id: int, actor: Actor) -> None:
    locked(ticket_id, merged=True)
    _row, made = Follower.objects.get_or_create(ticket_id=ticket_id, user_id=user_id)
    if made:
        record("ticket.followed", actor=actor, ticket_id=ticket_id, user=user_id)


@joined
def unfollow(*, ticket_id: int, user_id: int, actor: Actor) -> None:
    locked(ticket_id, merged=True)
    removed, _tables = Follower.objects.filter(ticket_id=ticket_id, user_id=user_id).delete()
    if removed:
        record("ticket.unfollowed", actor=actor, ticket_id=ticket_id, user=user_id)


def colleagues(*, users: Iterable[int] = (), teams: Iterable[int] = ()) -> list[int]:
    """Those of them who work at the desk; of a team all its members."""
    members = TeamMember.objects.filter(team__in=list(teams)).values_list("user", flat=True)
    found = User.objects.staff().filter(Q(pk__in=list(users)) | Q(pk__in=members))
    return list(found.order_by("pk").values_list("pk", flat=True))

"""Who may make one contact of two, or two of one: what both asked opens to whoever reads the mail of either."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from balie.accounts.models import STAFF, User
from balie.events.actor import Actor
from balie.people.models import Contact, Identity, IdentityKind
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.participants import Participant


class NotTheirs(NotAllowed):
    """It may be done, but not by this user."""


def refuse_unseen(contact_ids: Collection[int], *, actor: Actor, besides: Collection[int] = ()) -> None:
    """`besides`: tickets that are changed too. Raises NotTheirs."""
    if actor.kind == "user":
        refuse_user(contact_ids, user=User.objects.get(pk=actor.id or 0), besides=besides)


def refuse_user(contact_ids: Collection[int], *, user: User, besides: Collection[int] = ()) -> None:
    """Raises NotTheirs."""
    if not (user.is_active and user.may_answer):
        raise NotTheirs(_("Light agents can read tickets and write notes, but not change or answer them."))
    meant = Contact.objects.filter(Q(pk__in=contact_ids) | Q(merged_into__in=contact_ids))
    people = set(meant.values_list("pk", flat=True))
    if not user.is_admin and _work_here(people):
        raise NotTheirs(_("One of them works at the desk. Only administrators merge such contacts or take them apart."))
    refuse_unseen_tickets(people, user=user, besides=besides)


def refuse_unseen_tickets(people: Collection[int], *, user: User, besides: Collection[int] = ()) -> None:
    """Raises NotTheirs."""
    if not user.sees_everything and _has_unseen(people, user, besides):
        raise NotTheirs(_("Some of their tickets are of teams that you are not in. Ask a supervisor to do it."))


def _work_here(people: Collection[int]) -> bool:
    """Also by an address: whoever signs in for the first time becomes the contact who has theirs."""
    if Contact.objects.filter(pk__in=people, user__role__in=STAFF).exists():
        return True
    addresses = User.objects.filter(role__in=STAFF).values("email")
    return Identity.objects.filter(contact__in=people, kind=IdentityKind.EMAIL, value__in=addresses).exists()


def _has_unseen(people: Collection[int], user: User, besides: Collection[int]) -> bool:
    taking_part = Participant.objects.filter(contact__in=people).values("ticket")
    theirs: tuple[QuerySet[Ticket], ...] = (
        Ticket.objects.filter(requester__in=people), Ticket.objects.filter(pk__in=taking_part),
        Ticket.objects.filter(pk__in=besides),
    )  # fmt: skip
    seen = Ticket.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return any(tickets.filter(~Exists(seen)).exists() for tickets in theirs)

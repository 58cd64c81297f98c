"""What the holder of a token may do, beyond seeing."""

from typing import cast

from django.http import HttpRequest

from balie.accounts.models import User
from balie.api.problems import Problem
from balie.events.actor import Actor
from balie.people.access import contact_of
from balie.people.models import Contact
from balie.tickets.models import Ticket


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def must_work_here(user: User) -> None:
    if not user.is_staff:
        raise Problem(403, "Only those who work at the desk may do that.")


def must_answer(user: User) -> None:
    if not user.may_answer:
        raise Problem(403, "Only those who answer tickets may do that.")


def must_see(user: User, number: int) -> None:
    """Raises Ticket.DoesNotExist, the same for what is not there and what is not theirs."""
    if not Ticket.objects.visible_to(user).filter(pk=number).exists():
        raise Ticket.DoesNotExist


def asking(user: User) -> tuple[Contact, Actor]:
    """A customer, as the contact they are."""
    contact = contact_of(user)
    return contact, Actor.contact(contact.pk)

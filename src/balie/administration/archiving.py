"""What is defined here goes out of use and into it again the same way, whatever it is."""

from typing import Protocol

from django.contrib import messages

from balie.administration.access import StaffRequest, actor_of
from balie.events.actor import Actor
from balie.tickets.conflicts import NotAllowed


class Verb(Protocol):
    def __call__(self, *, pk: int, actor: Actor) -> None: ...


def archive_or_restore(request: StaffRequest, pk: int, *, archive: Verb, restore: Verb) -> None:
    """With `restore` in the form, into use again. What is refused is told on the next page."""
    verb = restore if request.POST.get("restore") else archive
    try:
        verb(pk=pk, actor=actor_of(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))

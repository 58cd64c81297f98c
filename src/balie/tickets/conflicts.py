"""Two people change the same thing: the second is told who, when and what, and decides."""

from collections.abc import Callable
from dataclasses import dataclass

from balie.core.refusals import NotAllowed as NotAllowed  # noqa: PLC0414 -- verbs of tickets raise it beside these
from balie.events.actor import Actor
from balie.events.models import Event

TAKEN_BACK = "message.taken_back"
_MOST = 20


@dataclass
class Conflict(Exception):
    """Somebody else changed this after `seen`. Nothing was changed; what was asked may be asked again, knowingly."""

    event: Event

    def __str__(self) -> str:
        return f"{self.event.kind} by {self.event.actor_kind} {self.event.actor_id} at {self.event.at:%H:%M}"


def refuse_if_changed(
    *, ticket_id: int, kinds: tuple[str, ...], seen: int | None, actor: Actor,
    about: Callable[[Event], bool] = lambda _event: True,
) -> None:  # fmt: skip
    """`seen`: the newest event the actor's page knew, None to change whatever happened meanwhile.

    `about`: whether an event of these kinds is about what is to be changed.
    """
    if seen is None:
        return
    newer = (
        Event.objects.filter(ticket_id=ticket_id, id__gt=seen, kind__in=kinds)
        .exclude(actor_kind=actor.kind, actor_id=actor.id)
        .order_by("-id")
    )
    for event in newer[:_MOST]:
        if about(event) and not _taken_back(event):
            raise Conflict(event)


def _taken_back(event: Event) -> bool:
    taken = Event.objects.filter(ticket_id=event.ticket_id, message_id=event.message_id, kind=TAKEN_BACK)
    return event.message_id is not None and taken.exists()

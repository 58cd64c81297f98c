"""Statuses as they can be chosen: the six, and in each the own ones of a team."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from balie.tickets.listing import Row
from balie.tickets.models import Status, Ticket
from balie.tickets.own_statuses.known import known_statuses, own_name
from balie.tickets.own_statuses.statuses import KnownStatuses, OwnStatus, choice_of

# What an answer can take a ticket to by one of its own; what is closed gets no answer.
SENT_WITH = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.RESOLVED)
Choice = tuple[str, str, str]


def choices_for(ticket: Ticket, known: KnownStatuses) -> Markup:
    """Options for one ticket."""
    ours = [one for one in known.live if one.is_for(ticket.team_id)]
    return _options(_listed(ours, new=ticket.status == Status.NEW))


def choices_for_many(known: KnownStatuses) -> Markup:
    """Options for tickets of whatever team: those that can't get one are told of."""
    return _options(_listed(known.live))


def sends_for(ticket: Ticket, known: KnownStatuses) -> tuple[tuple[str, str], ...]:
    """What else sending can do: values with their words."""
    language = get_language() or ""
    return tuple(
        (choice_of(status, one.id), _("Send and set to “%(status)s”") % {"status": one.called(language)})
        for status in SENT_WITH for one in known.within(status) if one.is_for(ticket.team_id)
    )  # fmt: skip


def status_words(status: str, own: int | None) -> str:
    """What it is called: the own one, or the one of the six."""
    return own_name(status, own) or str(Status(status).label)


def own_names(rows: Iterable[Row]) -> dict[int, str]:
    """What the own statuses of these are called, by ticket; nothing is looked up where there are none."""
    having = [row for row in rows if row.own_status_id is not None]
    known = known_statuses() if having else None
    return {row.id: own_name(row.status, row.own_status_id, known) for row in having}


def in_order(known: KnownStatuses) -> list[tuple[str, str]]:
    """The six, each with its own ones behind it: as they are typed, and what they are called."""
    language = get_language() or ""
    return [
        word
        for status in Status
        for word in (
            (status.value, str(status.label)), *((one.key, one.called(language)) for one in known.within(status)),
        )
    ]  # fmt: skip


def _listed(ours: Iterable[OwnStatus], *, new: bool = False) -> tuple[Choice, ...]:
    """Value, words, and for an own one the status that it is in."""
    language, own = get_language() or "", list(ours)
    offered: list[Status] = [status for status in Status if status != Status.NEW]
    if new and any(one.category == Status.NEW for one in own):
        offered.insert(0, Status.NEW)
    return tuple(
        choice
        for status in offered
        for choice in (
            (status.value, str(status.label), ""),
            *((choice_of(status, one.id), one.called(language), str(status.label))
              for one in own if one.category == status),
        )
    )  # fmt: skip


@lru_cache(maxsize=200)
def _options(choices: tuple[Choice, ...]) -> Markup:
    option, detailed = (
        Markup('<option value="{}">{}</option>'),
        Markup('<option value="{}" data-detail="{}">{}</option>'),
    )
    return Markup("").join(
        detailed.format(value, detail, label) if detail else option.format(value, label)
        for value, label, detail in choices
    )

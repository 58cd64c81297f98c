"""Writing templates for new tickets, and beginning one with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.html_text import html_to_text
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.values import Wrong, normal
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.canned import Readers
from balie.tickets.composing import tidied
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.tags.tagging import normalised, refuse_too_long
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate

MOST = 500


@dataclass(frozen=True, slots=True)
class Shape:
    """What a template is to be; `fields` by the ids of custom fields. With `html`, that says what `body` would."""

    name: str
    readers: str = Readers.OWN
    team_id: int | None = None
    subject: str = ""
    body: str = ""
    html: str = ""
    kind: str = ""
    priority: int | None = None
    for_team_id: int | None = None
    tags: Sequence[str] = ()
    fields: Mapping[int, object] = field(default_factory=dict)
    checklist_id: int | None = None


@joined
def add_template(*, shape: Shape, user: User) -> TicketTemplate:
    """Raises NotAllowed."""
    if TicketTemplate.objects.count() >= MOST:
        raise NotAllowed(_("There are %(most)d templates. Take one away first.") % {"most": MOST})
    made = TicketTemplate.objects.create(owner=user, **_checked(shape, user))
    record("ticket_template.added", actor=Actor.user(user.pk), template=made.pk)
    return made


@joined
def change_template(*, pk: int, shape: Shape, user: User) -> None:
    """Raises NotAllowed, and TicketTemplate.DoesNotExist where it is not theirs to change."""
    it = TicketTemplate.objects.changeable_by(user).get(pk=pk)
    TicketTemplate.objects.filter(pk=it.pk).update(**_checked(shape, user))
    record("ticket_template.changed", actor=Actor.user(user.pk), template=pk)


@joined
def remove_template(*, pk: int, user: User) -> None:
    """Raises NotAllowed while tickets come back by it."""
    it = TicketTemplate.objects.changeable_by(user).get(pk=pk)
    if it.recurrences.exists():
        raise NotAllowed(_("Recurring tickets are opened with it. Remove them first."))
    it.delete()
    record("ticket_template.removed", actor=Actor.user(user.pk), template=pk)


def beginning(template: TicketTemplate) -> dict[int, Value]:
    """What custom fields begin with. What was archived since, or is offered no more, is left out."""
    found: dict[int, Value] = {}
    known = known_fields().by_id
    for pk, value in values_of(template.fields).items():
        try:
            found[pk] = normal(known[pk], value) if pk in known and not known[pk].archived else None
        except Wrong:
            found[pk] = None
    return {pk: value for pk, value in found.items() if value is not None}


def _checked(shape: Shape, user: User) -> dict[str, object]:
    """A team only where a team reads it."""
    if not visible(shape.name):
        raise NotAllowed(_("A template needs a name."))
    if shape.readers == Readers.TEAM and not (
        shape.team_id and (user.sees_everything or shape.team_id in user.team_ids)
    ):
        raise NotAllowed(_("Choose the team."))
    if shape.checklist_id and not Checklist.objects.visible_to(user).filter(pk=shape.checklist_id).exists():
        raise NotAllowed(_("There is no such checklist."))
    refuse_too_long(shape.tags)
    html = tidied(shape.html)
    return asdict(shape) | {
        "name": " ".join(shape.name.split())[:80],
        "subject": shape.subject.strip()[:500],
        "html": html,
        "body": html_to_text(html, between=" | ") if html else shape.body,
        "team_id": shape.team_id if shape.readers == Readers.TEAM else None,
        "tags": list(dict.fromkeys(plain for name in shape.tags if (plain := normalised(name)))),
        "fields": {str(pk): value for pk, value in _values(shape.fields).items()},
    }


def _values(given: Mapping[int, object]) -> dict[int, Value]:
    """Raises NotAllowed."""
    known, found = known_fields().by_id, dict[int, Value]()
    for pk, wanted in given.items():
        try:
            value = normal(known[pk], wanted) if pk in known else None
        except Wrong as wrong:
            raise FieldsRefused({pk: wrong.why}, known_fields()) from wrong
        if value is not None:
            found[pk] = value
    return found

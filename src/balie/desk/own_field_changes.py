"""A custom field of a ticket is given another value."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.custom_fields.types import Type
from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number as number_in
from balie.desk.answering import changed
from balie.desk.field_files import held_files, held_for, hold_files
from balie.desk.leading_back import posted_from_page
from balie.events.actor import Actor
from balie.files.uploads import TooLarge
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.changing_files import change_files
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.forming import understood
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.lifecycle import Children, change_status, lock_family

_PREFIX = "field-"


@for_answering
@posted_from_page
def own_field(request: DeskRequest, number: int, field: int) -> HttpResponse:
    definition = known_fields().by_id.get(field)
    if definition is None:
        raise Http404
    words = _("%(field)s changed") % {"field": definition.called(get_language() or "")}
    if definition.type == Type.FILE:
        return changed(request, number, lambda _seen: _change_files(request, number, field), words)
    said = _said(definition, request.POST.getlist("value"))
    return changed(
        request, number,
        lambda seen: change_fields(ticket_id=number, given={field: said}, actor=actor_of(request), seen=seen),
        words,
    )  # fmt: skip


def _change_files(request: DeskRequest, number: int, field: int) -> None:
    try:
        hold_files(request)
    except TooLarge as reason:
        raise NotAllowed(str(reason)) from reason
    gone = [pk for pk in map(number_in, request.POST.getlist("remove")) if pk]
    add = held_for(request, field)
    change_files(ticket_id=number, field=field, add=add, remove=gone, actor=actor_of(request))


@joined
def status_once_filled(
    *, ticket_id: int, given: Mapping[int, object], status: str, actor: Actor, seen: int | None, children: Children,
    own: int | None = None,
) -> None:  # fmt: skip
    """What was missing, and the status that it was missing for."""
    if children in {"along", "visible"}:
        lock_family(ticket_id)
    if given:
        change_fields(ticket_id=ticket_id, given=given, actor=actor)
    change_status(ticket_id=ticket_id, status=status, own=own, actor=actor, seen=seen, children=children)


def filled_in(request: DeskRequest) -> dict[int, object]:
    """Fields that a form sends along. Raises NotAllowed."""
    try:
        hold_files(request)
    except TooLarge as reason:
        raise NotAllowed(str(reason)) from reason
    known, found = known_fields().by_id, dict[int, object](held_files(request))
    for name, sent in request.POST.lists():
        pk = number_in(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None
        if pk is not None and pk in known and known[pk].type != Type.FILE:
            found[pk] = _said(known[pk], sent)
    return found


def _said(definition: Definition, sent: list[str]) -> object:
    sent = [value[:20_000] for value in sent]
    return sent if definition.type == Type.CHOICES else understood(definition, sent[-1] if sent else "")

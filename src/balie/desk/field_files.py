"""Files that a form sends for custom fields: kept at once, so that a form that comes back still has them."""

from __future__ import annotations

from balie.custom_fields.file_kinds import MOST
from balie.custom_fields.types import Type
from balie.desk.access import DeskRequest
from balie.desk.addresses import number
from balie.files.uploads import Waiting, keep_upload, waiting_of
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields

PREFIX = "field-"
KEPT = "-kept"


def hold_files(request: DeskRequest) -> None:
    """From then on the request names them as it names those that were kept before. Raises TooLarge."""
    if not request.FILES:
        return
    post = request.POST.copy()
    for definition in file_fields():
        sent = request.FILES.getlist(f"{PREFIX}{definition.id}")[: MOST + 1]
        if sent and not definition.several:
            post.setlist(f"{PREFIX}{definition.id}{KEPT}", [])
        for file in sent:
            post.appendlist(f"{PREFIX}{definition.id}{KEPT}", str(keep_upload(request.user, file).pk))
    request.POST = post  # type: ignore[assignment] # as a form could have sent it
    request.FILES.clear()


def held_files(request: DeskRequest) -> dict[int, list[Waiting]]:
    """By field, where there are some."""
    return {one.id: files for one in file_fields() if (files := held_for(request, one.id))}


def held_for(request: DeskRequest, field: int) -> list[Waiting]:
    ids = map(number, request.POST.getlist(f"{PREFIX}{field}{KEPT}")[: MOST + 1])
    return waiting_of(request.user, [pk for pk in ids if pk])


def file_fields() -> list[Definition]:
    return [one for one in known_fields().live if one.type == Type.FILE]

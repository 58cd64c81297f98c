"""Custom fields: what there is, and what tickets hold of it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.api.answers import answer
from balie.api.permissions import user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.custom_fields.definitions import Definition as AnyDefinition
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.custom_fields.types import Type
from balie.files.uploads import waiting_of
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.filling import opening_fields
from balie.tickets.custom_fields.forming import understood
from balie.tickets.custom_fields.keeping_files import Filled
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.custom_fields.showing_files import HeldFile, files_held, listed
from balie.tickets.field_records import Portal

Given = dict[str, Any]
TypeName = Literal[
    "text", "long_text", "number", "date", "choice", "tree", "choices", "checkbox", "contact", "user", "file"
]  # fmt: skip
ABOUT = (
    "Custom fields by key; null empties one. A date is RFC 3339, a contact an id or address, a user an address. "
    'A file is `{"upload": 7}`, as `POST /uploads` said; what is to stay is sent as it was told.'
)


class OptionOut(Schema):
    id: str
    label: str
    parent: str | None
    offered: bool


class FilesTaken(Schema):
    accepts: Literal["any", "pictures", "documents"]
    several: bool


class FieldOut(Schema):
    key: str
    type: TypeName
    label: str
    options: list[OptionOut]
    kinds: list[str] = Field(description="Of which kinds of ticket; empty: of all.")
    files: FilesTaken | None = Field(description="Of a field for files.")
    needed_to_open: bool
    needed_to_resolve: bool
    archived: bool


class FieldList(Schema):
    items: list[FieldOut]


@router.get("/fields", response=FieldList, summary="List custom fields", operation_id="list_fields", tags=["Tickets"])
def list_fields(request: HttpRequest) -> HttpResponse:
    """Those the token may read, in their order."""
    works_here = user_of(request).is_staff
    shown = [_field(one) for one in known_fields().all if works_here or _is_open(one)]
    return answer(FieldList.model_construct(items=shown))


def files_of(kept: Iterable[str]) -> dict[int, HeldFile]:
    """Of all these tickets; no query where none holds a file."""
    held = [json.loads(fields) for fields in kept if fields != "{}"]
    keys = [str(one.id) for one in known_fields().all if one.type == Type.FILE] if held else []
    return files_held(fields.get(key) for fields in held for key in keys)


def own_fields(kept: str, *, works_here: bool, files: Mapping[int, HeldFile]) -> dict[str, Any]:
    """What a ticket holds, by key."""
    known, values = known_fields().by_id, values_of(json.loads(kept))
    shown = [(known[pk], value) for pk, value in values.items() if pk in known and (works_here or _is_open(known[pk]))]
    addresses = {pk: address for address, pk in directory().addresses.items()} if works_here else {}
    return {
        one.key: _files(listed(value, files)) if one.type == Type.FILE else _told(one, value, addresses)
        for one, value in shown
    }


def by_id(given: Given, user: User) -> dict[int, object]:
    """What a client sends, for the verbs. Raises Problem for a key that there is none of."""
    known = known_fields().by_key
    for key in given:
        if key not in known or known[key].archived:
            raise Problem(422, f"There is no field {key}.", field=f"fields.{key}")
    return {known[key].id: _meant(known[key], value, user) for key, value in given.items()}


def opened_with(given: Given, *, kind: str, team: int | None, user: User) -> Filled:
    """For a new ticket. Raises Problem and FieldsRefused."""
    asked = known_fields().live if user.is_staff else known_fields().of_portal(written=True)
    wanted = by_id(given, user)
    for pk in wanted.keys() - {one.id for one in asked}:
        raise Problem(403, "Only the desk fills in this field.", field=f"fields.{known_fields().by_id[pk].key}")
    fields = opening_fields(wanted, kind=kind, team=team, asked=asked)
    for pk, value in wanted.items():
        if value not in (None, "", [], False) and str(pk) not in fields.values:
            key = known_fields().by_id[pk].key
            raise Problem(422, "A ticket like this has no such field.", field=f"fields.{key}")
    return fields


def _is_open(definition: Definition) -> bool:
    return definition.portal != Portal.HIDDEN and not definition.archived


def options_out(definition: AnyDefinition) -> list[OptionOut]:
    return [
        OptionOut(id=one.id, label=one.label, parent=one.parent or None, offered=not one.gone)
        for one in definition.options
    ]


def _field(definition: Definition) -> FieldOut:
    return FieldOut.model_construct(
        key=definition.key, type=definition.type, label=definition.label, options=options_out(definition),
        kinds=sorted(definition.kinds), needed_to_open=definition.opening, needed_to_resolve=definition.resolving,
        archived=definition.archived, files=_taken(definition),
    )  # fmt: skip


def _told(definition: Definition, value: Value, addresses: Mapping[int, str]) -> Value:
    return addresses.get(value) if definition.type == Type.USER and isinstance(value, int) else value


def _taken(definition: Definition) -> FilesTaken | None:
    if definition.type != Type.FILE:
        return None
    return FilesTaken.model_construct(accepts=definition.accepts or "any", several=definition.several)


def _files(files: Iterable[HeldFile]) -> list[dict[str, Any]]:
    """`url` is for people who are signed in, `download_url` for a token."""
    return [
        {
            "id": it.id, "filename": it.filename, "content_type": it.content_type, "size": it.size, "url": it.url,
            "download_url": f"{settings.BALIE_URL}/api/v1/field-files/{it.id}",
        }
        for it in files
    ]  # fmt: skip


def _meant_files(definition: Definition, value: Any, user: User) -> object:
    """Raises Problem for what is not there."""
    found: list[object] = []
    for one in value if isinstance(value, list) else [value]:
        pk = one.get("upload") if isinstance(one, dict) else None
        waiting = waiting_of(user, [pk]) if isinstance(pk, int) and 0 < pk < 2**63 else []
        if waiting:
            found += waiting
        elif isinstance(one, dict) and isinstance(one.get("id"), int) and "upload" not in one:
            found.append(one["id"])
        else:
            raise Problem(422, "There is no such file: hand it in first.", field=f"fields.{definition.key}")
    return found


def _meant(definition: Definition, value: Any, user: User) -> object:
    if definition.type == Type.FILE and value not in (None, [], ""):
        return _meant_files(definition, value, user)
    if definition.type == Type.USER and isinstance(value, str):
        return directory().addresses.get(value.strip().lower(), 0)
    return understood(definition, value)

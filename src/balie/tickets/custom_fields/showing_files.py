"""Files that custom fields hold, for whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import QuerySet

from balie.accounts.models import User
from balie.custom_fields.definitions import Value
from balie.people.viewers import Viewer
from balie.tickets.field_file_records import FieldFile
from balie.tickets.field_records import Portal
from balie.tickets.models import Ticket


def field_files(viewer: Viewer) -> QuerySet[FieldFile]:
    """Of tickets the viewer may see; contacts get those of fields that they read."""
    seen = FieldFile.objects.filter(ticket__in=Ticket.objects.visible_to(viewer))
    if isinstance(viewer, User) and viewer.is_staff:
        return seen
    return seen.exclude(field__portal=Portal.HIDDEN).filter(field__archived_at=None)


class HeldFile(NamedTuple):
    id: int
    filename: str
    content_type: str
    size: int

    @property
    def address(self) -> str:
        return f"/files/fields/{self.id}/{quote(self.filename, safe='')}"

    @property
    def url(self) -> str:
        return f"{settings.BALIE_URL}{self.address}"


def files_held(values: Iterable[Value]) -> dict[int, HeldFile]:
    """By id, what fields for files hold; the caller has made sure that it may be seen. No query where that is none."""
    ids = {int(one) for value in values if isinstance(value, list) for one in value}
    found = FieldFile.objects.filter(pk__in=ids).values_list("id", "filename", "content_type", "size") if ids else ()
    return {row[0]: HeldFile(*row) for row in found}


def names_held(values: Iterable[Value]) -> dict[int, str]:
    return {pk: it.filename for pk, it in files_held(values).items()}


def listed(value: Value, files: Mapping[int, HeldFile]) -> list[HeldFile]:
    """What one field holds, in its order."""
    return [files[int(one)] for one in value if int(one) in files] if isinstance(value, list) else []

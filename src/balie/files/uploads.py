"""Files that people hand in: kept at once, so that a form that fails does not lose them."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.files.models import Upload
from balie.files.storage import store

UNKNOWN_TYPE = "application/octet-stream"
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")


class TooLarge(ValueError):
    """`str()` says so to people, in their language."""


@dataclass(frozen=True, slots=True)
class Received:
    """A stored file under the name its owner gave it."""

    sha256: str
    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Arriving:
    """One that came with a form and is not stored yet."""

    file: UploadedFile[Any]

    @property
    def filename(self) -> str:
        return plain_name(self.file.name or "")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that was handed in before, and that only the one who did may use."""

    pk: int
    user_id: int
    filename: str


NewFile = Received | Arriving | Waiting


class Gone(ValueError):
    """It was used already, or let go."""


@joined
def received(files: Iterable[NewFile]) -> list[Received]:
    """Stored, in the caller's transaction. Raises TooLarge, and Gone."""
    return [_received(file) for file in files]


def _received(file: NewFile) -> Received:
    if isinstance(file, Arriving):
        return receive_file(file.file)
    if isinstance(file, Received):
        return file
    taken = _taken(file.user_id, [file.pk])
    if not taken:
        raise Gone(file.filename)
    return taken[0]


def waiting_of(user: AbstractBaseUser, ids: Iterable[int]) -> list[Waiting]:
    """The user's own uploads among these, in this order."""
    wanted = list(dict.fromkeys(ids))
    names = dict(Upload.objects.filter(user_id=user.pk, pk__in=wanted).values_list("pk", "filename")) if wanted else {}
    return [Waiting(pk, user.pk, names[pk]) for pk in wanted if pk in names]


def receive_file(file: UploadedFile[Any]) -> Received:
    """Stores what came with a form. Raises TooLarge."""
    name = plain_name(file.name or "")
    if (file.size or 0) > settings.BALIE_UPLOAD_SIZE_LIMIT:
        raise TooLarge(
            _("%(name)s is larger than %(limit)s. Send it another way, or in parts.")
            % {"name": name, "limit": filesizeformat(settings.BALIE_UPLOAD_SIZE_LIMIT)}
        )
    blob = store(file.read())
    # The name decides, as it will for whoever opens it; a browser's guess is as good as what it was told.
    return Received(blob.sha256, name, mimetypes.guess_type(name)[0] or stated_type(file), blob.size)


def stated_type(file: UploadedFile[Any]) -> str:
    """What a browser says a file is, if that can be the name of a type (RFC 6838, section 4.2)."""
    told = (file.content_type or "").lower()
    return told if len(told) <= 127 and _TYPE.fullmatch(told) else UNKNOWN_TYPE


def keep_upload(user: AbstractBaseUser | None, file: UploadedFile[Any]) -> Upload:
    """A file for a form that is not sent yet. Raises TooLarge."""
    received = receive_file(file)
    return Upload.objects.create(
        user_id=user.pk if user else None,
        blob_id=received.sha256,
        filename=received.filename,
        content_type=received.content_type,
    )


@joined
def take_uploads(*, user: AbstractBaseUser, ids: Iterable[int]) -> list[Received]:
    """The user's own uploads, in the order asked, taken out of the store in the caller's transaction.

    When that fails they are still there for the next try. Ids of others, or taken already, are left out.
    """
    return _taken(user.pk, ids)


def _taken(user_id: int, ids: Iterable[int]) -> list[Received]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    own = Upload.objects.select_for_update(of=("self",)).filter(user_id=user_id, pk__in=wanted)
    found = {upload.pk: upload for upload in own.select_related("blob")}
    Upload.objects.filter(pk__in=found).delete()
    return [
        Received(upload.blob_id, upload.filename, upload.content_type, upload.blob.size)
        for upload in (found[pk] for pk in wanted if pk in found)
    ]


def plain_name(name: str) -> str:
    """The last part of a path, without what no file system or header likes."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable.strip()[-255:] or _("file")

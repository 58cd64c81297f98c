"""An import is begun, told which column is which, tried out, done, stopped, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from balie.accounts.models import User
from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.files.cleaning import let_go
from balie.files.storage import store_file
from balie.files.uploads import plain_name
from balie.people.editing.refusals import Refused
from balie.people.import_records import AT_WORK, ContactImport, ImportedRow, Stage
from balie.people.importing.files import LARGEST, look_at
from balie.people.importing.planning import Existing
from balie.people.importing.targets import SEVERAL, Target

# So long the file and what was refused of it are kept.
KEPT = timedelta(days=30)
_BEFORE = (Stage.COLUMNS, Stage.CHECKED)


@joined
def begin_import(*, file: UploadedFile[Any], user: User) -> ContactImport:
    """Nothing is imported yet. Raises Refused for what is no table, or too large."""
    if (file.size or 0) > LARGEST:
        raise Refused(_("The file is larger than %(limit)s. Divide it.") % {"limit": filesizeformat(LARGEST)})
    stream: Any = file
    found = look_at(stream)
    blob = store_file(stream)
    it = ContactImport.objects.create(
        user=user, blob_id=blob.sha256, filename=plain_name(file.name or ""), size=blob.size,
        dialect=found.dialect.kept, headings=list(found.headings), has_headings=found.has_headings,
        targets=list(found.targets), existing=Existing.UPDATE,
    )  # fmt: skip
    record("import.begun", actor=Actor.user(user.pk), import_id=it.pk)
    return it


@joined
def choose_columns(*, import_id: int, targets: Sequence[str], existing: str) -> ContactImport:
    """What was found by trying it out is void. Raises ContactImport.DoesNotExist, Refused."""
    it = _held(import_id)
    if it.stage not in _BEFORE:
        raise Refused(_("This import has been done already, or is being done."))
    chosen = list(targets)
    if len(chosen) != len(it.headings) or not set(chosen) <= set(Target.values) or existing not in set(Existing):
        raise Refused(_("Choose for each column what it holds."))
    single = [target for target in chosen if target and target not in SEVERAL]
    if twice := next((target for target in single if single.count(target) > 1), None):
        raise Refused(_("Only one column can hold this: %(what)s.") % {"what": Target(twice).label})
    it.targets, it.existing, it.stage, it.expected = chosen, existing, Stage.COLUMNS, {}
    it.save(update_fields=["targets", "existing", "stage", "expected"])
    return it


@joined
def try_out(*, import_id: int) -> None:
    """In a job: what the file would do is found out, and nothing is changed. Raises Refused."""
    it = _held(import_id)
    if it.stage not in _BEFORE:
        raise Refused(_("This import has been done already, or is being done."))
    if not set(it.targets) & {Target.EMAIL, Target.PHONE, Target.ORGANISATION}:
        raise Refused(_("Choose the column with e-mail addresses, phone numbers or organisations."))
    _defer(it, Stage.CHECKING)


@joined
def do_import(*, import_id: int, user: User) -> None:
    """In a job; also goes on with one that was stopped or has failed, if need be with trying it out. Raises Refused."""
    it = _held(import_id)
    if it.stage not in {Stage.CHECKED, Stage.STOPPED, Stage.FAILED}:
        raise Refused(_("Try it out first."))
    if it.blob_id is None:
        raise Refused(_("The file is not kept any more. Upload it again."))
    # In whose name it is done.
    ContactImport.objects.filter(pk=it.pk).update(user=user)
    if it.tried_only:
        _defer(it, Stage.CHECKING)
    else:
        record("import.started", actor=Actor.user(user.pk), import_id=it.pk)
        _defer(it, Stage.RUNNING)


@joined
def stop_import(*, import_id: int, user: User) -> None:
    """After the rows it is at; it can be gone on with. One that is only tried out goes back to its columns."""
    it = _held(import_id)
    if it.stage in AT_WORK:
        stage = Stage.STOPPED if it.stage == Stage.RUNNING else Stage.COLUMNS
        ContactImport.objects.filter(pk=it.pk).update(stage=stage, touched_at=None)
        if stage == Stage.STOPPED:
            record("import.stopped", actor=Actor.user(user.pk), import_id=it.pk)


@joined
def remove_import(*, import_id: int, user: User) -> None:
    """One that has done nothing yet. Raises Refused."""
    it = _held(import_id)
    if it.stage not in _BEFORE and not it.tried_only:
        raise Refused(_("What an import has done stays on record."))
    blob = it.blob_id
    it.delete()
    if blob:
        let_go([blob])
    record("import.removed", actor=Actor.user(user.pk), import_id=import_id)


def forget_old() -> int:
    """Files and what was refused of them; what was done stays on record."""
    old = ContactImport.objects.filter(created_at__lt=now() - KEPT).exclude(stage__in=AT_WORK).exclude(blob=None)
    found = list(old.values_list("pk", "blob_id"))
    ids = [pk for pk, _blob in found]
    ImportedRow.objects.filter(of__in=ids).exclude(reason="", reasons=[]).update(reason="", reasons=[])
    ImportedRow.objects.filter(of__in=ids, contact_id=None).delete()
    ContactImport.objects.filter(pk__in=ids, stage__in=_BEFORE).delete()
    ContactImport.objects.filter(pk__in=ids).update(blob=None)
    let_go([blob for _pk, blob in found if blob])
    return len(found)


def _held(import_id: int) -> ContactImport:
    return ContactImport.objects.select_for_update(no_key=True).get(pk=import_id)


def _defer(it: ContactImport, stage: Stage) -> None:
    values = {"stage": stage, "touched_at": None, "begun_at": now(), "finished_at": None, "claim": 0}
    if stage == Stage.CHECKING:
        values["total"] = None
    ContactImport.objects.filter(pk=it.pk).update(**values)
    app.configure_task("balie.people.tasks.work_at_import").defer(import_id=it.pk)

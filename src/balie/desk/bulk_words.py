"""What was asked of many tickets, in words."""

from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.desk.status_choices import status_words
from balie.tickets.bulk.changes import Change
from balie.tickets.bulk_records import BulkChange
from balie.tickets.models import Priority


def told_change(bulk: BulkChange, known: Directory) -> str:
    if bulk.undoes:
        return _("Undo: %(what)s") % {"what": told_change(bulk.undoes, known)}
    return ", ".join(_parts(bulk.change, known))


def _parts(change: Change, known: Directory) -> list[str]:
    parts: list[str] = []
    if "status" in change:
        parts.append(_("status %(name)s") % {"name": status_words(change["status"], change.get("own_status"))})
    if "assignee" in change:
        parts.append(_named(_("assigned to %(name)s"), _("assigned to nobody"), change["assignee"], known.users))
    if "team" in change:
        parts.append(_named(_("team %(name)s"), _("no team"), change["team"], known.teams))
    if "priority" in change:
        parts.append(_("priority %(name)s") % {"name": Priority(change["priority"]).label})
    if change.get("add_tags"):
        parts.append(_("tags added: %(names)s") % {"names": ", ".join(change["add_tags"])})
    if change.get("remove_tags"):
        parts.append(_("tags removed: %(names)s") % {"names": ", ".join(change["remove_tags"])})
    if "merge_into" in change:
        parts.append(_("merged into #%(number)s") % {"number": change["merge_into"]})
    return parts


def _named(words: str, none: str, pk: int | None, names: dict[int, str]) -> str:
    return none if pk is None else words % {"name": names.get(pk, f"#{pk}")}

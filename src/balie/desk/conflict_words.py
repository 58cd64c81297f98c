"""Who changed it, when, and what: what the second of two people is told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from balie.accounts.directory import directory
from balie.desk.event_words import Names, told
from balie.desk.own_fields import field_names
from balie.people.models import Contact
from balie.tickets.conflicts import Conflict
from balie.tickets.conversation import RECEIVED, REPLIED
from balie.tickets.own_statuses.known import status_names


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """`text` may hold markup."""

    text: str
    at: datetime | None = None


def told_conflict(conflict: Conflict) -> ConflictWords:
    event, known = conflict.event, directory()
    contacts: dict[int, str] = {}
    if event.actor_kind == "contact" and event.actor_id:
        contacts[event.actor_id] = str(Contact.objects.get(pk=event.actor_id))
    names = Names(users=known.users, contacts=contacts, teams=known.teams, tags={}, fields=field_names(),
                  statuses=status_names())  # fmt: skip
    who = names.actor(event)
    if event.kind == RECEIVED:
        return ConflictWords(_("%(who)s wrote a new message while you were writing.") % {"who": who}, event.at)
    if event.kind == REPLIED:
        return ConflictWords(_("%(who)s answered while you were writing.") % {"who": who}, event.at)
    words = told(event, names)
    return ConflictWords(words.text if words else _("%(who)s changed it.") % {"who": who}, event.at)

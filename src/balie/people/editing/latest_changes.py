"""Who changed a contact or an organisation last, for those who were slower."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.clock import now
from balie.events.models import Event

# Nobody leaves a page open for longer and then saves it; and the log has no index of whom an event is about.
_BACK = timedelta(days=2)
_MOST = 500


class Change(NamedTuple):
    who: str
    fields: list[str]


def latest_change(kind: str, **about: int) -> Change | None:
    """`about`: what the event holds, such as `contact=5`. None when it was not lately."""
    ((key, pk),) = about.items()
    lately = Event.objects.filter(kind=kind, at__gte=now() - _BACK).order_by("-at")[:_MOST]
    event = next((it for it in lately if it.data.get(key) == pk), None)
    if event is None:
        return None
    user = User.objects.filter(pk=event.actor_id or 0).first() if event.actor_kind == "user" else None
    who = str(user) if user else _("Somebody else")
    return Change(who, event.data.get("fields", []))


def language_called(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code)) or "–"

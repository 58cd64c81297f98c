"""The lists that the desk offers by name, before anybody made one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balie.accounts.models import User
from balie.conditions.tree import Is, Node, Who, all_of
from balie.tickets.fields import AWAKE
from balie.tickets.finding import NO_TEAM
from balie.tickets.models import ACTIVE, Status
from balie.tickets.snooze_records import Sleep

_AWAKE = Is("snoozed", AWAKE)
_OPEN = all_of(Is("status", (Status.NEW.value, Status.OPEN.value)), _AWAKE)
ACTIVE_ONES = Is("status", tuple(status.value for status in ACTIVE))


@dataclass(frozen=True, slots=True)
class DeskView:
    """`counted`: how many it holds stands beside it; `shortcut` is what one types to go there."""

    key: str
    label: Promise
    icon: str
    empty: Promise
    node: Node = _OPEN
    shortcut: str = ""
    counted: bool = True


INBOX = DeskView("inbox", _("Inbox"), "inbox", _("No open tickets. Everything is answered."), shortcut="g i")
_MINE = DeskView(
    "mine",
    _("My tickets"),
    "user",
    _("Nothing is assigned to you."),
    all_of(ACTIVE_ONES, Is("assignee", (Who.ME,)), _AWAKE),
    "g m",
)
_UNASSIGNED = DeskView(
    "unassigned",
    _("Unassigned"),
    "user-plus",
    _("Every open ticket has someone."),
    all_of(_OPEN, Is("assignee", (None,))),
    "g u",
)
_TEAMS = DeskView(
    "teams",
    _("My teams"),
    "users",
    _("Your teams have no open tickets."),
    all_of(_OPEN, Is("team", (Who.MINE,))),
    "g t",
)
_WAITING = DeskView(
    "waiting",
    pgettext_lazy("tickets", "Waiting"),
    "hourglass",
    _("No ticket waits for anybody."),
    all_of(Is("status", (Status.PENDING.value, Status.ON_HOLD.value)), _AWAKE),
    "g w",
)
_SNOOZED = DeskView(
    "snoozed",
    pgettext_lazy("tickets", "Put aside"),
    "moon",
    _("Nothing is put aside."),
    all_of(ACTIVE_ONES, Is("snoozed", (Sleep.ASLEEP.value,))),
    shortcut="g z",
)
_DONE = DeskView(
    "done",
    _("Recently closed"),
    "circle-check",
    _("Nothing has been resolved yet."),
    Is("status", (Status.RESOLVED.value, Status.CLOSED.value)),
    shortcut="g d",
    counted=False,
)
VIEWS = (INBOX, _MINE, _UNASSIGNED, _TEAMS, _WAITING, _SNOOZED, _DONE)
BY_KEY = {view.key: view for view in VIEWS}
NO_TEAM_SLUG = "none"


def list_topics(viewer: User) -> tuple[str, ...]:
    """The live topics that tell when any list of this viewer may have changed."""
    if viewer.sees_everything:
        return ("tickets",)
    return (f"user:{viewer.pk}", f"team:{NO_TEAM}", *(f"team:{team}" for team in viewer.team_ids))

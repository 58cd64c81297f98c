"""The lists that the desk offers by name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balie.accounts.models import User
from balie.tickets.counting import Counts
from balie.tickets.finding import NO_TEAM, NOBODY, Wanted
from balie.tickets.models import ACTIVE, Status

_OPEN = (Status.NEW, Status.OPEN)


@dataclass(frozen=True, slots=True)
class DeskView:
    """`count` names what of the counts stands beside it; `shortcut` is what one types to go there."""

    key: str
    label: Promise
    icon: str
    empty: Promise
    statuses: tuple[str, ...] = _OPEN
    count: str = ""
    shortcut: str = ""

    def wanted(self, viewer: User) -> Wanted:
        return Wanted(
            statuses=self.statuses,
            assignee={"mine": viewer.pk, "unassigned": NOBODY}.get(self.key),
            teams=viewer.team_ids if self.key == "teams" else None,
        )

    def number(self, counts: Counts) -> int:
        return int(getattr(counts, self.count)) if self.count else 0


INBOX = DeskView(
    "inbox", _("Inbox"), "inbox", _("No open tickets. Everything is answered."), count="open", shortcut="g i"
)
_MINE = DeskView("mine", _("My tickets"), "user", _("Nothing is assigned to you."), ACTIVE, "mine", "g m")
_UNASSIGNED = DeskView(
    "unassigned", _("Unassigned"), "user-plus", _("Every open ticket has someone."), count="unassigned", shortcut="g u"
)
_TEAMS = DeskView(
    "teams", _("My teams"), "users", _("Your teams have no open tickets."), count="in_my_teams", shortcut="g t"
)
_WAITING = DeskView(
    "waiting",
    pgettext_lazy("tickets", "Waiting"),
    "hourglass",
    _("No ticket waits for anybody."),
    (Status.PENDING, Status.ON_HOLD),
    "waiting",
    "g w",
)
_DONE = DeskView(
    "done",
    _("Recently closed"),
    "circle-check",
    _("Nothing has been resolved yet."),
    (Status.RESOLVED, Status.CLOSED),
    shortcut="g d",
)
VIEWS = (INBOX, _MINE, _UNASSIGNED, _TEAMS, _WAITING, _DONE)
BY_KEY = {view.key: view for view in VIEWS}
NO_TEAM_SLUG = "none"


def list_topics(viewer: User) -> tuple[str, ...]:
    """The live topics that tell when any list of this viewer may have changed."""
    if viewer.sees_everything:
        return ("tickets",)
    return (f"user:{viewer.pk}", f"team:{NO_TEAM}", *(f"team:{team}" for team in viewer.team_ids))

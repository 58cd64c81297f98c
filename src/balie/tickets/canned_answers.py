"""Writing canned answers, and using them on a ticket."""

from dataclasses import asdict, dataclass

from markupsafe import escape

from balie.accounts.models import User
from balie.core.sanitising import sanitise
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.canned import CannedAnswer, Readers
from balie.tickets.models import Ticket

PLACEHOLDERS = ("{contact}", "{number}", "{agent}")


@dataclass(frozen=True, slots=True)
class Wanted:
    name: str
    html: str
    readers: str
    team_id: int | None = None
    language: str = ""

    def fields(self) -> dict[str, object]:
        """A team only where a team reads it."""
        return asdict(self) | {
            "html": sanitise(self.html),
            "team_id": self.team_id if self.readers == Readers.TEAM else None,
        }


@joined
def add_canned_answer(*, wanted: Wanted, actor: Actor) -> CannedAnswer:
    made = CannedAnswer.objects.create(owner_id=actor.id or 0, **wanted.fields())
    record("canned_answer.added", actor=actor, canned_answer=made.pk)
    return made


@joined
def change_canned_answer(*, pk: int, wanted: Wanted, actor: Actor) -> None:
    CannedAnswer.objects.filter(pk=pk).update(**wanted.fields())
    record("canned_answer.changed", actor=actor, canned_answer=pk)


@joined
def remove_canned_answer(*, pk: int, actor: Actor) -> None:
    CannedAnswer.objects.filter(pk=pk).delete()
    record("canned_answer.removed", actor=actor, canned_answer=pk)


def filled(html: str, *, ticket: Ticket, agent: User) -> str:
    """With the contact's first name, the ticket's number and the agent's name in their places."""
    first_name = ticket.requester.name.split()[0] if ticket.requester.name.strip() else ""
    for mark, value in zip(PLACEHOLDERS, (first_name, f"#{ticket.pk}", agent.name), strict=True):
        html = html.replace(mark, str(escape(value)))
    return html

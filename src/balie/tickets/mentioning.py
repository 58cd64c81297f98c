"""Who is spoken to in a note: they follow the ticket from then on, and an event says so."""

from dataclasses import dataclass

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.composing import MENTION
from balie.tickets.models import Message
from balie.tickets.participation import colleagues, follow

MENTIONED = "message.mentioned"
_MOST = 50


@dataclass(frozen=True, slots=True)
class Mentions:
    users: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()


def mentions_in(html: str) -> Mentions | None:
    """As the editor marks them; sanitising takes the marks away."""
    found = [(kind, int(pk)) for kind, pk, _words in MENTION.findall(html)][:_MOST]
    if not found:
        return None
    return Mentions(
        tuple(dict.fromkeys(pk for kind, pk in found if kind == "user")),
        tuple(dict.fromkeys(pk for kind, pk in found if kind == "team")),
    )


@joined
def mention(*, message: Message, mentions: Mentions, actor: Actor) -> None:
    """Colleagues who work at the desk; of a team all its members."""
    for pk in colleagues(users=mentions.users, teams=mentions.teams):
        if actor != Actor.user(pk):
            follow(ticket_id=message.ticket_id, user_id=pk, actor=actor)
    for pk in colleagues(users=mentions.users):
        record(MENTIONED, actor=actor, ticket_id=message.ticket_id, message_id=message.pk, user=pk)
    for pk in mentions.teams:
        record(MENTIONED, actor=actor, ticket_id=message.ticket_id, message_id=message.pk, team=pk)

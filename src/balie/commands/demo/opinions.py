"""What the demo's contacts thought of the help they got."""

from random import Random

from balie.core.clock import now
from balie.surveys.answering import answer_survey
from balie.surveys.models import Survey
from balie.tickets.models import Ticket

_SCORES, _HOW_OFTEN = (1, 2, 3, 4, 5), (1, 1, 2, 7, 9)
_ANSWERED = 0.55


def rate(ticket: Ticket, agent_id: int) -> None:
    """Everybody is asked, and about half of them answer."""
    rng = Random(f"opinion on {ticket.pk}")  # noqa: S311 -- no secret: the same world each time
    asked = Survey.objects.create(
        ticket=ticket, contact_id=ticket.requester_id, agent_id=agent_id, team_id=ticket.team_id, asked_at=now()
    )
    if rng.random() < _ANSWERED:
        answer_survey(survey_id=asked.pk, score=rng.choices(_SCORES, _HOW_OFTEN)[0])

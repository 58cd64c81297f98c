"""What somebody says about the help they got."""

from django.db import transaction

from balie.core.clock import now
from balie.events.actor import Actor
from balie.events.recording import record
from balie.surveys.models import Score, Survey
from balie.tickets.conflicts import NotAllowed

MOST_WORDS = 4000


@transaction.atomic
def answer_survey(*, survey_id: int, score: int, words: str = "") -> Survey:
    """May be said again: the last word counts. Raises NotAllowed for a score that is none."""
    if score not in Score.values:
        raise NotAllowed("score")
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    survey.score, survey.words, survey.answered_at = score, words.replace("\x00", "").strip()[:MOST_WORDS], now()
    survey.save(update_fields=["score", "words", "answered_at"])
    actor = Actor.contact(survey.contact_id)
    record("survey.answered", actor=actor, ticket_id=survey.ticket_id, survey=survey.pk, score=score)
    return survey

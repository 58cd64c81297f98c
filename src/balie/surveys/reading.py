"""What a contact found of the help they got, for the page of their ticket."""

from balie.core.prepared import columns, made, rows
from balie.surveys.models import Survey

_SURVEY = f"select {columns(Survey, 's')} from surveys_survey s where ticket_id = %s::bigint"  # noqa: S608 -- as named


def survey_of(ticket_id: int) -> Survey | None:
    found = rows(_SURVEY, (ticket_id,))
    return made(Survey, iter(found[0])) if found else None

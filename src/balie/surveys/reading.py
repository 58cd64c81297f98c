"""What a contact found of the help they got, for the page of their ticket."""

from balie.core.prepared import columns, made
from balie.core.together import Reading
from balie.surveys.models import Survey

_SURVEY = f"select {columns(Survey, 's')} from surveys_survey s where ticket_id = %s::bigint"  # noqa: S608 -- as named


def asking_survey(ticket_id: int) -> Reading[Survey | None]:
    (found,) = yield [(_SURVEY, (ticket_id,))]
    return made(Survey, iter(found[0])) if found else None

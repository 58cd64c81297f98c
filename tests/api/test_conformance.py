"""Whatever is sent to the API, the answer is one that its description promises."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from balie.accounts.tokens import make_token
from balie.events.actor import Actor
from balie.files.storage import store
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note
from tests.api.test_contract import PROMISED
from tests.support.world import World

DESCRIPTION = json.loads(PROMISED.read_text())
OPERATIONS = [(method, path) for path, operations in DESCRIPTION["paths"].items() for method in operations]
# Whether there is a team of that name no schema can say.
BEYOND: list[CheckFunction] = [positive_data_acceptance]
# A word in the query that we don't know is no mistake of the caller: it is left alone. test_problems.py has the others.
LEFT_ALONE: list[CheckFunction] = [*BEYOND, negative_data_rejection]
reproducible = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the requests are part of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def attached(world: World) -> int:
    blob = store(b"<script>")
    file = File(blob.sha256, "log.html", "text/html", blob.size)
    note = Content(text="The log", files=(file,))
    message = add_note(ticket_id=world.ticket().pk, content=note, actor=Actor.user(world.anna.pk))
    return message.attachments.get().pk


# schemathesis reads a file's answer and does not close it, as a server does.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_answers_as_described(method: str, path: str, mode: GenerationMode, world: World) -> None:
    headers = {"Authorization": f"Bearer {make_token(user=world.chiara, name='test')}"}
    ticket, file = world.ticket(), attached(world)
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    schema.app = get_wsgi_application()

    @reproducible
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def conforms(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE and "number" in case.path_parameters:
            case.path_parameters["number"] = ticket.pk
        if mode is GenerationMode.POSITIVE and "attachment" in case.path_parameters:
            case.path_parameters["attachment"] = file
        # What stands around a header's value is no part of it (RFC 9110, section 5.5): what is refused may not be sent.
        assume(all(str(value) == str(value).strip() for value in (case.headers or {}).values()))
        excluded = LEFT_ALONE if method == "get" else BEYOND
        case.call_and_validate(base_url="http://localhost", headers=headers, excluded_checks=excluded)

    conforms()

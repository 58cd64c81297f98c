"""Files of messages, by a token."""

import pytest

from balie.api.tests.conftest import Program
from balie.events.actor import Actor
from balie.files.storage import store
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note
from tests.support.world import World

PAGE = b"<html><script>alert(1)</script>"


@pytest.fixture
def address(world: World, program: Program) -> str:
    """Where the API says that it is."""
    blob, ticket = store(PAGE), world.ticket(team=world.it)
    note = Content(text="Look", files=(File(blob.sha256, "pri\u00e8re.html", "text/html", blob.size),))
    add_note(ticket_id=ticket.pk, content=note, actor=Actor.user(world.anna.pk))
    messages = program(world.anna).get(f"/tickets/{ticket.pk}/messages").json()["items"]
    return str(messages[-1]["attachments"][0]["download_url"])


def test_it_comes_for_saving_and_can_do_nothing(address: str, world: World, program: Program) -> None:
    answer = program(world.anna).get(address)
    assert (answer.status_code, answer.getvalue()) == (200, PAGE)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''pri%C3%A8re.html"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("sandbox")
    answer.close()


def test_who_may_not_see_the_message_may_not_have_its_file(address: str, world: World, program: Program) -> None:
    for path in (address, "/attachments/999999", "/attachments/0", "/attachments/99999999999999999999"):
        answer = program(world.bram).get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

"""What is being written, as the composer keeps it and colleagues see it."""

import pytest
from django.test import Client

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.tickets.drafts import Draft
from balie.tickets.models import Ticket
from tests.support.world import World


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(team=world.it)


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def path(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/draft/"


HALF = {"visibility": "public", "body": "<p>Half an answer</p>", "body_format": "html", "cc": "x@y.example"}


def test_it_comes_back_as_it_was_typed(ticket: Ticket, anna: Client) -> None:
    assert anna.get(path(ticket)).json()["version"] == 0
    saved = anna.post(path(ticket), HALF | {"base": "0", "age": "1", "seen": "7", "csrfmiddlewaretoken": "x"}).json()
    again = anna.get(path(ticket)).json()
    assert again == saved
    assert dict(again["values"]) == HALF
    shown = text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert f'data-draft-version="{saved["version"]}"' in shown
    assert 'class="row-draft"' in text(anna.get("/desk/"))


def test_it_is_nobody_elses(world: World, ticket: Ticket, anna: Client) -> None:
    anna.post(path(ticket), HALF)
    chiara = seated(world.chiara)
    assert chiara.get(path(ticket)).json()["version"] == 0
    assert 'class="row-draft"' not in text(chiara.get("/desk/"))
    assert "Half an answer" not in text(chiara.get(f"/desk/tickets/{ticket.pk}/waiting/"))


def test_colleagues_see_what_is_shared_and_can_take_it_over(world: World, ticket: Ticket, anna: Client) -> None:
    assert anna.post(f"{path(ticket)}sharing/", {"shared": "1"}).status_code == 404
    anna.post(path(ticket), HALF | {"body": "<p>Half an answer<script>x()</script></p>"})
    assert anna.post(f"{path(ticket)}sharing/", {"shared": "1"}).json()["shared"]
    chiara = seated(world.chiara)
    assert 'hx-trigger="load"' in text(chiara.get(f"/desk/tickets/{ticket.pk}/"))
    shown = text(chiara.get(f"/desk/tickets/{ticket.pk}/waiting/"))
    assert "Draft of Anna de Vries" in shown
    assert "<p>Half an answer</p>" in shown
    draft = Draft.objects.get()
    answer = chiara.post(f"/desk/drafts/{draft.pk}/taking-over/", headers=FRAGMENT)
    assert answer["HX-Trigger"] == "draft-changed"
    assert "took over the draft of" in text(answer)
    assert chiara.get(path(ticket)).json()["version"] > 0
    assert chiara.post(f"/desk/drafts/{draft.pk}/taking-over/", headers=FRAGMENT).status_code == 422


def test_it_is_gone_once_it_was_sent(ticket: Ticket, anna: Client) -> None:
    version = anna.post(path(ticket), HALF).json()["version"]
    anna.post(f"/desk/tickets/{ticket.pk}/messages/", {"body": "Half an answer and more", "draft": version})
    assert not Draft.objects.exists()


def test_it_stays_when_it_could_not_be_sent(ticket: Ticket, anna: Client) -> None:
    version = anna.post(path(ticket), HALF).json()["version"]
    sent = {"body": "Half an answer", "cc": "nobody", "draft": version}
    assert anna.post(f"/desk/tickets/{ticket.pk}/messages/", sent).status_code == 422
    assert Draft.objects.exists()


def test_a_new_ticket_is_kept_until_it_is_opened(world: World, anna: Client) -> None:
    version = anna.post("/desk/tickets/new/draft/", {"subject": "A call", "body": "She calls"}).json()["version"]
    assert f'data-draft-version="{version}"' in text(anna.get("/desk/tickets/new/"))
    form = {
        "email": "emma@fietsfabriek.example", "subject": "A call", "body": "She calls", "channel": "phone",
        "kind": "question", "priority": "2", "draft": version,
    }  # fmt: skip
    assert anna.post("/desk/tickets/new/", form).status_code == 303
    assert not Draft.objects.exists()


def test_other_words_can_be_used_or_thrown_away(ticket: Ticket, anna: Client) -> None:
    anna.post(path(ticket), HALF | {"body": "First"})
    told = anna.post(path(ticket), HALF | {"body": "Second"}).json()
    (kept,) = told["aside"]
    assert kept["words"] == "First"
    used = anna.post(f"/desk/drafts/{kept['id']}/").json()
    assert dict(used["values"])["body"] == "First"
    (other,) = used["aside"]
    assert anna.delete(f"/desk/drafts/{other['id']}/").json()["aside"] == []


def test_what_is_too_long_to_be_kept_is_said(ticket: Ticket, anna: Client) -> None:
    assert anna.post(path(ticket), HALF | {"body": "x" * 1_000_001}).status_code == 413

"""Links and splits by the API."""

from balie.api.tests.conftest import Program
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.linking import link
from balie.tickets.models import Ticket
from tests.cast import EMMA
from tests.support.world import World


def test_a_link_is_made_read_and_removed(world: World, program: Program) -> None:
    one, two, api = world.ticket(), world.ticket(), program(world.anna)
    made = api.post(f"/tickets/{one.pk}/links", {"ticket": two.pk, "way": "child"})
    assert (made.status_code, made.json()) == (200, {"items": [{"ticket": two.pk, "way": "child"}]})
    assert api.get(f"/tickets/{two.pk}/links").json() == {"items": [{"ticket": one.pk, "way": "parent"}]}
    assert api.patch(f"/tickets/{one.pk}", status="resolved").status_code == 409
    assert api.patch(f"/tickets/{one.pk}", status="resolved", children="along").status_code == 200
    assert Ticket.objects.get(pk=two.pk).status == "resolved"
    assert api.send("DELETE", f"/tickets/{one.pk}/links/{two.pk}?way=child").json() == {"items": []}


def test_a_link_to_what_is_not_theirs_is_refused(world: World, program: Program) -> None:
    one, hidden, api = world.ticket(), world.ticket(team=world.orders), program(world.anna)
    assert api.post(f"/tickets/{one.pk}/links", {"ticket": hidden.pk, "way": "child"}).status_code == 404
    assert api.post(f"/tickets/{one.pk}/links", {"ticket": one.pk, "way": "friend"}).status_code == 422
    assert api.send("DELETE", f"/tickets/{one.pk}/links/{hidden.pk}?way=friend").status_code in {404, 422}


def test_a_message_is_split_off(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    said = api.post(f"/tickets/{ticket.pk}/messages", {"body": "Order one", "visibility": "note"}).json()
    made = api.post(f"/messages/{said['id']}/split", {"subject": "Order a till"})
    assert (made.status_code, made.json()["subject"]) == (201, "Order a till")
    assert api.post(f"/messages/{said['id']}/split", {"subject": "Again"}).status_code == 409
    emma = user_for(EMMA.email)
    assert emma
    assert program(emma).post(f"/messages/{said['id']}/split", {"subject": "x"}).status_code == 404


def test_parts_of_other_teams_are_left_only_when_that_is_said(world: World, program: Program) -> None:
    parent, child, hidden = world.ticket(), world.ticket(), world.ticket(team=world.orders)
    for part in (child, hidden):
        link(ticket_id=part.pk, other_id=parent.pk, way="parent", actor=SYSTEM)
    api, path = program(world.anna), f"/tickets/{parent.pk}"
    refused = api.patch(path, status="closed", children="along")
    assert refused.status_code == 409
    assert "1 part of another team is still open." in refused.json()["detail"]
    assert f"#{hidden.pk}" not in refused.json()["detail"]
    assert api.patch(path, status="closed", children="visible").status_code == 200
    assert [Ticket.objects.get(pk=it.pk).status for it in (parent, child, hidden)] == ["closed", "closed", "new"]

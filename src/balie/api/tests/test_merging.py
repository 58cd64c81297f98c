"""Merging by the API."""

from balie.api.tests.conftest import Program
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.merging import merge
from balie.tickets.models import Message
from tests.cast import FARID
from tests.support.world import World


def test_a_ticket_is_merged_and_taken_back(world: World, program: Program) -> None:
    first, second, api = world.ticket(), world.ticket(), program(world.anna)
    stays = api.post(f"/tickets/{second.pk}/merge", {"into": first.pk})
    assert (stays.status_code, stays.json()["number"], stays.json()["merged_into"]) == (200, first.pk, None)
    gone = api.get(f"/tickets/{second.pk}").json()
    assert (gone["status"], gone["merged_into"]) == ("closed", first.pk)
    back = api.send("DELETE", f"/tickets/{second.pk}/merge").json()
    assert (back["status"], back["merged_into"]) == ("new", None)


def test_what_cannot_be_done_is_said(world: World, program: Program) -> None:
    first, second, api = world.ticket(), world.ticket(), program(world.anna)
    hidden = world.ticket(team=world.orders)
    assert api.post(f"/tickets/{first.pk}/merge", {"into": first.pk}).status_code == 409
    assert api.post(f"/tickets/{first.pk}/merge", {"into": hidden.pk}).status_code == 404
    assert api.post(f"/tickets/{first.pk}/merge", {}).status_code == 422
    assert api.send("DELETE", f"/tickets/{first.pk}/merge").status_code == 409
    api.post(f"/tickets/{second.pk}/merge", {"into": first.pk})
    refused = api.patch(f"/tickets/{second.pk}", priority="high")
    assert refused.status_code == 409
    assert f"merged into #{first.pk}" in refused.json()["detail"]


def test_a_customers_word_reaches_the_ticket_that_stays(world: World, program: Program) -> None:
    first, second = world.ticket(), world.ticket(requester=world.farid)
    program(world.anna).post(f"/tickets/{second.pk}/merge", {"into": first.pk})
    farid = user_for(FARID.email)
    assert farid
    answer = program(farid).post(f"/tickets/{second.pk}/messages", {"body": "Still nothing"})
    assert answer.status_code == 201
    assert Message.objects.latest("pk").ticket == first


def test_nothing_is_taken_out_of_a_ticket_that_one_may_not_see(world: World, program: Program) -> None:
    hidden, mine = world.ticket(team=world.orders), world.ticket(team=world.it)
    merge(target_id=hidden.pk, source_ids=[mine.pk], actor=SYSTEM)
    assert program(world.anna).send("DELETE", f"/tickets/{mine.pk}/merge").status_code == 404
    assert program(world.chiara).send("DELETE", f"/tickets/{mine.pk}/merge").status_code == 200

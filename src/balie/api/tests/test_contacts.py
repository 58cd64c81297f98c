"""Contacts by the API."""

from balie.api.tests.conftest import Program
from balie.custom_fields.types import Type
from balie.people.access import user_for
from balie.people.custom_fields.tests.making import made
from balie.people.field_records import Of
from balie.people.identities import contact_for
from tests.cast import FARID
from tests.support.world import World


def test_contacts_are_merged_and_taken_apart(world: World, program: Program) -> None:
    private, api = contact_for(email="emma@inbox.example"), program(world.anna)
    ticket = world.ticket(requester=private)
    stays = api.post(f"/contacts/{private.pk}/merge", {"into": world.emma.pk})
    assert stays.status_code == 200
    assert [it["value"] for it in stays.json()["addresses"]] == ["emma@fietsfabriek.example", "emma@inbox.example"]
    assert stays.json()["organisation"]["name"] == "Fietsfabriek"
    assert api.get(f"/contacts/{private.pk}").json()["merged_into"] == world.emma.pk
    assert api.get(f"/tickets/{ticket.pk}").json()["requester"]["id"] == world.emma.pk
    back = api.send("DELETE", f"/contacts/{private.pk}/merge").json()
    assert (back["merged_into"], [it["value"] for it in back["addresses"]]) == (None, ["emma@inbox.example"])


def test_what_cannot_be_merged_is_said(world: World, program: Program) -> None:
    api, farid = program(world.anna), user_for(FARID.email)
    assert api.post(f"/contacts/{world.emma.pk}/merge", {"into": world.emma.pk}).status_code == 409
    assert api.post(f"/contacts/{world.emma.pk}/merge", {"into": 999999}).status_code == 404
    assert api.send("DELETE", f"/contacts/{world.emma.pk}/merge").status_code == 409
    assert farid
    assert program(farid).get(f"/contacts/{world.emma.pk}").status_code == 403


def test_contacts_with_tickets_that_the_holder_cannot_see_stay_as_they_are(world: World, program: Program) -> None:
    world.ticket(team=world.orders)
    anna, merge = program(world.anna), f"/contacts/{world.emma.pk}/merge"
    refused = anna.post(merge, {"into": world.farid.pk})
    assert refused.status_code == 403
    assert "teams that you are not in" in refused.json()["detail"]
    assert program(world.chiara).post(merge, {"into": world.farid.pk}).status_code == 200
    assert anna.send("DELETE", merge).status_code == 403
    assert program(world.lena).post(merge, {"into": world.farid.pk}).status_code == 403


def test_what_their_custom_fields_hold_is_read_and_changed(world: World, program: Program) -> None:
    made("customer_number")
    made("tier", Type.CHOICE, options="Gold\nSilver")
    api, address = program(world.anna), f"/contacts/{world.emma.pk}"
    changed = api.patch(address, fields={"customer_number": " K-17 ", "tier": "gold"})
    assert changed.json()["fields"] == {"customer_number": "K-17", "tier": "gold"}
    assert api.patch(address, fields={"tier": None}).json()["fields"] == {"customer_number": "K-17"}
    refused = api.patch(address, fields={"tier": "lead"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "fields.tier"
    assert api.patch(address, fields={"moon": 1}).status_code == 422
    assert api.patch("/contacts/999999", fields={}).status_code == 404
    assert program(world.lena).patch(address, fields={}).status_code == 403
    items = api.get("/contacts/fields").json()["items"]
    assert [(it["key"], [option["id"] for option in it["options"]]) for it in items] == [
        ("customer_number", []), ("tier", ["gold", "silver"]),
    ]  # fmt: skip


def test_an_organisation_is_read_with_its_fields_and_changed(world: World, program: Program) -> None:
    made("seats", Type.NUMBER, of=Of.ORGANISATION)
    api, address = program(world.anna), f"/organisations/{world.fietsfabriek.pk}"
    assert api.patch(address, fields={"seats": 12}).json()["fields"] == {"seats": 12}
    assert api.get(address).json()["name"] == "Fietsfabriek"
    assert api.get("/organisations/999999").status_code == 404
    assert [it["key"] for it in api.get("/organisations/fields").json()["items"]] == ["seats"]

"""Tags by the API."""

from balie.api.tests.conftest import Program
from balie.events.actor import SYSTEM
from balie.tickets.models import Tag
from balie.tickets.tags.merging import go_on_clearing
from balie.tickets.tags.tagging import set_tags
from tests.support.world import World


def test_a_tag_is_added_changed_merged_and_removed(world: World, program: Program) -> None:
    api, ticket = program(world.dieter), world.ticket()
    made = api.post("/tags", {"name": "VIP", "colour": "red"})
    assert made.status_code == 201
    tag = made.json()
    assert tag == {"id": tag["id"], "name": "vip", "colour": "red", "used": 0, "more": False, "aliases": []}
    assert api.get(f"/tags/{tag['id']}").json() == tag
    assert api.patch(f"/tags/{tag['id']}", name="very important").json() == tag | {"name": "very important"}
    set_tags(ticket_id=ticket.pk, names=["bill"], actor=SYSTEM)
    bill = Tag.objects.get(name="bill").pk
    merged = api.post(f"/tags/{bill}/merge", {"into": tag["id"]}).json()
    assert merged["aliases"] == ["bill"]
    go_on_clearing()
    assert api.get(f"/tickets/{ticket.pk}").json()["tags"] == ["very important"]
    assert api.get(f"/tags/{bill}").status_code == 404
    assert api.send("DELETE", f"/tags/{tag['id']}").json()["used"] == 1
    assert api.get("/tags").json() == {"items": [], "next": None}


def test_tags_are_listed_in_pages_by_name(world: World, program: Program) -> None:
    set_tags(ticket_id=world.ticket().pk, names=["c", "a", "ab"], actor=SYSTEM)
    api = program(world.anna)
    first = api.get("/tags?limit=2").json()
    assert [it["name"] for it in first["items"]] == ["a", "ab"]
    assert [it["name"] for it in api.get(first["next"].partition("/api/v1")[2]).json()["items"]] == ["c"]
    assert [it["name"] for it in api.get("/tags?q=b").json()["items"]] == ["ab"]
    assert api.get("/tags?cursor=x").status_code == 422


def test_it_says_what_will_not_do(world: World, program: Program) -> None:
    api = program(world.dieter)
    made = api.post("/tags", {"name": "bill"}).json()
    assert api.post("/tags", {"name": "Bill"}).status_code == 409
    assert api.post(f"/tags/{made['id']}/merge", {"into": made["id"]}).status_code == 409
    assert api.post(f"/tags/{made['id']}/merge", {"into": 999_999}).status_code == 422
    assert api.patch("/tags/999999", colour="red").status_code == 404
    assert api.patch(f"/tags/{made['id']}", colour="plaid").status_code == 422
    assert program(world.anna).patch(f"/tags/{made['id']}", colour="red").status_code == 403

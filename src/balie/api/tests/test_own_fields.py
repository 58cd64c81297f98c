"""Custom fields by the API."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from balie.api.tests.conftest import Api, Program
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.custom_fields.defining import archive_field
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_records import Portal
from balie.tickets.models import Ticket
from tests.cast import BRAM, EMMA
from tests.support.world import World

NEW: dict[str, Any] = {"subject": "Till", "body": "Silent", "requester": {"email": EMMA.email}}
UPLOADS = "/api/v1/uploads"


def test_they_are_told_and_can_be_sent_back_as_they_are(world: World, program: Program) -> None:
    made("serial"), made("parts", Type.CHOICES), made("who", Type.USER), made("costs", Type.NUMBER)
    api = program(world.anna)
    fields = {"serial": "T-3", "parts": ["till"], "who": BRAM.email, "costs": 12.5}
    opened = api.post("/tickets", NEW | {"fields": fields})
    assert (opened.status_code, opened.json()["fields"]) == (201, fields)
    path = f"/tickets/{opened.json()['number']}"
    changed = api.patch(path, fields={**fields, "serial": None, "costs": 0})
    assert changed.json()["fields"] == {"parts": ["till"], "who": BRAM.email, "costs": 0}
    assert api.get(path).json() == changed.json()
    assert [one["number"] for one in api.get("/tickets?q=costs:0").json()["items"]] == [opened.json()["number"]]


def test_what_will_not_do_is_named(world: World, program: Program) -> None:
    made("costs", Type.NUMBER, opening=True)
    made("steps", kinds=["incident"])
    archive_field(pk=made("old"), actor=SYSTEM)
    api = program(world.anna)
    for fields, name in (
        ({}, "costs"), ({"costs": "much"}, "costs"), ({"costs": 1, "nothing": 1}, "nothing"),
        ({"costs": 1, "steps": "x"}, "steps"), ({"costs": 1, "old": "x"}, "old"),
    ):  # fmt: skip
        refused = api.post("/tickets", NEW | {"fields": fields})
        assert refused.status_code == 422
        assert [one["field"] for one in refused.json()["errors"]] == [f"fields.{name}"]
    assert not Ticket.objects.exists()


def test_fields_and_a_status_that_needs_them_go_together(world: World, program: Program) -> None:
    made("cause", Type.CHOICE, resolving=True)
    api, path = program(world.anna), f"/tickets/{world.ticket().pk}"
    refused = api.patch(path, status="resolved")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "fields.cause"
    assert api.patch(path, status="resolved", fields={"cause": "till"}).json()["status"] == "resolved"


def test_contacts_have_what_the_portal_shows(world: World, program: Program) -> None:
    made("serial", portal=Portal.WRITE)
    made("cause", Type.CHOICE, default="till")
    emma = user_for(EMMA.email)
    assert emma
    api = program(emma)
    assert [one["key"] for one in api.get("/fields").json()["items"]] == ["serial"]
    assert api.post("/tickets", {"subject": "x", "body": "y", "fields": {"cause": "till"}}).status_code == 403
    opened = api.post("/tickets", {"subject": "x", "body": "y", "fields": {"serial": "T-3"}}).json()
    assert opened["fields"] == {"serial": "T-3"}
    mine = program(world.anna).get(f"/tickets/{opened['number']}").json()
    assert mine["fields"] == {"serial": "T-3", "cause": "till"}
    (cause,) = (one for one in program(world.anna).get("/fields").json()["items"] if one["key"] == "cause")
    assert cause["options"][1] == {"id": "screen", "label": "Screen", "parent": None, "offered": True}


def handed_in(api: Api, name: str = "till.png") -> int:
    answer = api.client.post(UPLOADS, {"file": SimpleUploadedFile(name, b"till", "image/png")})
    assert answer.status_code == 201, answer.content
    assert answer.json()["filename"] == name
    return int(answer.json()["upload"])


def test_files_are_handed_in_and_fetched_again(world: World, program: Program) -> None:
    made("photo", Type.FILE, several=True, accepts="pictures")
    api = program(world.anna)
    (field,) = api.get("/fields").json()["items"]
    assert field["files"] == {"accepts": "pictures", "several": True}
    opened = api.post("/tickets", NEW | {"fields": {"photo": [{"upload": handed_in(api)}]}})
    assert opened.status_code == 201, opened.content
    (file,) = opened.json()["fields"]["photo"]
    assert (file["filename"], file["size"]) == ("till.png", 4)
    got = api.get(file["download_url"])
    assert got.getvalue() == b"till"
    assert got["Content-Disposition"].startswith("attachment")
    path = f"/tickets/{opened.json()['number']}"
    changed = api.patch(path, fields={"photo": [file, {"upload": handed_in(api, "b.png")}]})
    assert [it["filename"] for it in changed.json()["fields"]["photo"]] == ["till.png", "b.png"]
    assert api.patch(path, fields={"photo": None}).json()["fields"] == {}
    assert program(world.bram).get(file["download_url"]).status_code == 404


def test_files_of_others_and_of_the_wrong_kind_are_refused(world: World, program: Program) -> None:
    made("photo", Type.FILE, accepts="pictures")
    api, ticket = program(world.anna), world.ticket()
    theirs, pdf, mine = handed_in(program(world.bram)), handed_in(api, "form.pdf"), handed_in(api)
    wrong: list[object] = [
        [{"upload": theirs}], [{"upload": pdf}], [{"upload": 2**70}], [{"upload": "x"}], [{"id": 1}], "till.png", 1,
        [[]], [{}], [{"upload": mine}, {"upload": mine + 1}], {"upload": True},
    ]  # fmt: skip
    for value in wrong:
        refused = api.patch(f"/tickets/{ticket.pk}", fields={"photo": value})
        assert refused.status_code == 422, value
        assert refused.json()["errors"][0]["field"] == "fields.photo"
    assert api.patch(f"/tickets/{ticket.pk}", fields={"photo": {"upload": mine}}).status_code == 200


def test_what_is_no_file_is_not_taken(world: World, program: Program, settings: Any) -> None:
    api = program(world.anna)
    assert api.post("/uploads", {"file": "x"}).status_code == 422
    assert api.client.post(UPLOADS, {"other": "x"}).status_code == 422
    settings.BALIE_UPLOAD_SIZE_LIMIT = 3
    file = SimpleUploadedFile("a.png", b"till")
    assert api.client.post(UPLOADS, {"file": file}).status_code == 413

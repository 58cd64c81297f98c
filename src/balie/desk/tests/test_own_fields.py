"""Custom fields at the desk: at the side of a ticket, in a new one, before it is resolved, in filters."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balie.custom_fields.types import Type
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.models import Upload
from balie.tickets.custom_fields.defining import archive_field
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_file_records import FieldFile
from balie.tickets.models import Ticket
from tests.cast import FARID
from tests.support.world import World


@pytest.mark.parametrize(
    ("kind", "sent", "held", "shown"),
    [
        (Type.TEXT, "T-3", "T-3", "T-3"),
        (Type.LONG_TEXT, "one\r\ntwo", "one\ntwo", "one\ntwo"),
        (Type.NUMBER, "1234.5", 1234.5, "1234.5"),
        (Type.DATE, "2026-11-22", "2026-11-22", "22 November 2026"),
        (Type.CHOICE, "till", "till", ">Till</option>"),
        (Type.TREE, "till", "till", "Hardware › Till"),
        (Type.CHOICES, ["till", "software"], ["till", "software"], "Till, Software"),
        (Type.CHECKBOX, "true", True, "checked"),
    ],
)
def test_each_kind_of_field_is_changed_where_it_stands(
    world: World, kind: str, sent: object, held: object, shown: str
) -> None:
    ticket, field, anna = world.ticket(), made("cause", kind), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/"
    answer = anna.post(f"{path}fields/{field}/", {"value": sent})
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert Ticket.objects.get(pk=ticket.pk).fields == {str(field): held}
    page = text(anna.get(path))
    assert shown in page
    assert "changed <b>Cause</b>" in page
    anna.post(f"{path}fields/{field}/", {"value": ""})
    assert Ticket.objects.get(pk=ticket.pk).fields == {}


def test_people_are_named(world: World) -> None:
    who, whose, ticket, anna = made("who", Type.USER), made("whose", Type.CONTACT), world.ticket(), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/"
    anna.post(f"{path}fields/{who}/", {"value": world.bram.pk})
    anna.post(f"{path}fields/{whose}/", {"value": f" {FARID.email} "})
    assert Ticket.objects.get(pk=ticket.pk).fields == {str(who): world.bram.pk, str(whose): world.farid.pk}
    page = text(anna.get(path))
    assert world.bram.name in page
    assert world.farid.name in page
    refused = anna.post(f"{path}fields/{whose}/", {"value": "nobody@inbox.example"})
    assert refused.status_code == 422
    assert "Nobody, or more than one contact, is called that" in text(refused)
    anna.post(f"{path}fields/{whose}/", {"value": "emma klein"})
    assert Ticket.objects.get(pk=ticket.pk).fields[str(whose)] == world.emma.pk


def test_the_second_of_two_is_told_and_keeps_all_they_chose(world: World) -> None:
    field, ticket = made("parts", Type.CHOICES), world.ticket()
    path, seen = f"/desk/tickets/{ticket.pk}/fields/{field}/", Event.objects.latest("pk").pk
    seated(world.anna).post(path, {"value": ["till"]})
    told = seated(world.chiara).post(path, {"value": ["screen", "software"], "seen": seen}, headers=FRAGMENT)
    assert told.status_code == 409
    assert "changed <b>Parts</b>" in text(told)
    assert text(told).count('type="hidden" name="value"') == 2


def test_what_is_archived_is_read(world: World) -> None:
    field, ticket, anna = made("cause"), world.ticket(), seated(world.anna)
    change_fields(ticket_id=ticket.pk, given={field: "Rain"}, actor=Actor.user(world.anna.pk))
    archive_field(pk=field, actor=Actor.user(world.dieter.pk))
    page = text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "Rain" in page
    assert f"fields/{field}/" not in page
    assert "Cause" not in text(anna.get(f"/desk/tickets/{world.ticket().pk}/"))


def test_what_is_missing_is_asked_for_and_then_it_is_resolved(world: World) -> None:
    cause = made("cause", Type.CHOICE, resolving=True)
    parts = made("parts", Type.CHOICES, resolving=True, depends_on=cause, when=["hardware", "till"])
    ticket, anna = world.ticket(), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/status/"
    asked = anna.post(path, {"status": "resolved"}, headers=FRAGMENT)
    assert asked.status_code == 409
    assert f'name="field-{cause}"' in text(asked)
    assert "fill in: Cause" in text(asked)
    more = anna.post(path, {"status": "resolved", f"field-{cause}": "till"}, headers=FRAGMENT)
    assert f'name="field-{parts}"' in text(more)
    assert f'name="field-{cause}"' in text(more)
    assert Ticket.objects.get(pk=ticket.pk).fields == {}
    done = anna.post(path, {"status": "resolved", f"field-{cause}": "till", f"field-{parts}": ["till", "screen"]})
    assert done.status_code == 303
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    assert ticket.fields == {str(cause): "till", str(parts): ["screen", "till"]}


def test_an_answer_that_would_resolve_says_what_is_missing_and_keeps_the_words(world: World) -> None:
    made("cause", Type.CHOICE, resolving=True)
    ticket = world.ticket()
    sent = {"visibility": "public", "body": "It prints again.", "then": "resolved"}
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/messages/", sent)
    assert answer.status_code == 422
    assert "fill in: Cause" in text(answer)
    assert "It prints again." in text(answer)
    assert ticket.messages.count() == 1


NEW = {
    "email": "emma@fietsfabriek.example", "subject": "Till", "body": "Silent", "channel": "phone", "kind": "question",
    "priority": "2",
}  # fmt: skip


def test_a_new_ticket_asks_them(world: World) -> None:
    serial, place = made("serial", opening=True), made("place", Type.CHOICE, default="software")
    steps = made("steps", opening=True, kinds=["incident"])
    anna = seated(world.anna)
    page = text(anna.get("/desk/tickets/new/"))
    assert f'data-field="{steps}" data-kinds="incident"' in page
    assert '<option value="software" selected>' in page
    refused = anna.post("/desk/tickets/new/", NEW)
    assert refused.status_code == 422
    assert "This is needed." in text(refused)
    anna.post("/desk/tickets/new/", NEW | {f"field-{serial}": "T-3", f"field-{place}": "", f"field-{steps}": "x"})
    assert Ticket.objects.latest("pk").fields == {str(serial): "T-3"}


def test_they_are_completed_and_found_as_they_are_typed(world: World) -> None:
    cause = made("cause", Type.CHOICE, translations={"nl": {"label": "Oorzaak"}})
    ticket, other, anna = world.ticket(), world.ticket(), seated(world.anna)
    change_fields(ticket_id=ticket.pk, given={cause: "till"}, actor=Actor.user(world.anna.pk))

    def offered(typed: str) -> list[str]:
        options: list[dict[str, Any]] = anna.get("/desk/completion/", {"q": typed}).json()["options"]
        return [option["text"] for option in options]

    assert "cause:" in offered("cau")
    assert offered("cause:t") == ["till"]
    listed = text(anna.get("/desk/", {"q": "cause:till"}))
    assert f"ticket-{ticket.pk}" in listed
    assert f"ticket-{other.pk}" not in listed


def test_they_speak_the_language_of_whoever_reads(world: World) -> None:
    words = {"label": "Oorzaak", "options": {"software": "Programma"}}
    made("cause", Type.CHOICE, translations={"nl": words})
    anna, path = seated(world.anna), f"/desk/tickets/{world.ticket().pk}/"
    assert "Programma" not in text(anna.get(path))
    type(world.anna).objects.filter(pk=world.anna.pk).update(language="nl")
    page = text(anna.get(path))
    assert "Oorzaak" in page
    assert "Programma" in page


def test_light_agents_read_them(world: World) -> None:
    serial, ticket = made("serial"), world.ticket(team=world.orders)
    change_fields(ticket_id=ticket.pk, given={serial: "T-3"}, actor=Actor.user(world.bram.pk))
    page = text(seated(world.lena).get(f"/desk/tickets/{ticket.pk}/"))
    assert "T-3" in page
    assert f"fields/{serial}/" not in page


def png(name: str = "till.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"picture of a till", "image/png")


def test_files_are_put_where_they_are_asked_for_and_taken_out_again(world: World) -> None:
    field, ticket, anna = made("photo", Type.FILE, several=True, accepts="pictures"), world.ticket(), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/"
    sent = anna.post(f"{path}fields/{field}/", {f"field-{field}": [png("a.png"), png("<b>.png")]})
    assert (sent.status_code, sent["Location"]) == (303, path)
    first, second = FieldFile.objects.order_by("pk")
    page = text(anna.get(path))
    assert f'href="/files/fields/{first.pk}/a.png"' in page
    assert "&lt;b&gt;.png" in page
    assert "changed <b>Photo</b>" in page
    assert "a.png" in text(anna.get(f"{path}files/"))
    assert "Photo, " in text(anna.get(f"{path}files/"))
    anna.post(f"{path}fields/{field}/", {"remove": first.pk})
    assert Ticket.objects.get(pk=ticket.pk).fields == {str(field): [str(second.pk)]}
    refused = anna.post(f"{path}fields/{field}/", {f"field-{field}": png("form.pdf")}, headers=FRAGMENT)
    assert refused.status_code == 409
    assert "This takes pictures only" in text(refused)
    listed = text(anna.get("/desk/", {"q": "photo:yes"}))
    assert f"ticket-{ticket.pk}" in listed
    assert f"ticket-{ticket.pk}" not in text(anna.get("/desk/", {"q": "photo:none"}))


def test_a_file_is_never_shown_as_a_page(world: World) -> None:
    field, ticket, anna = made("page", Type.FILE), world.ticket(), seated(world.anna)
    html = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html")
    anna.post(f"/desk/tickets/{ticket.pk}/fields/{field}/", {f"field-{field}": html})
    served = anna.get(f"/files/fields/{FieldFile.objects.get().pk}/page.html")
    assert served["Content-Type"] == "application/octet-stream"
    assert served["Content-Disposition"].startswith("attachment")
    assert "sandbox" in served["Content-Security-Policy"]
    assert served.getvalue() == b"<script>alert(1)</script>"


def test_a_missing_file_is_asked_for_before_the_ticket_is_resolved(world: World) -> None:
    photo = made("photo", Type.FILE, resolving=True)
    cause = made("cause", Type.CHOICE, resolving=True)
    ticket, anna = world.ticket(), seated(world.anna)
    path = f"/desk/tickets/{ticket.pk}/status/"
    asked = anna.post(path, {"status": "resolved"}, headers=FRAGMENT)
    assert f'type="file" id="field-{photo}"' in text(asked)
    assert 'hx-encoding="multipart/form-data"' in text(asked)
    again = anna.post(path, {"status": "resolved", f"field-{photo}": png()}, headers=FRAGMENT)
    (upload,) = Upload.objects.all()
    assert f'name="field-{photo}-kept" value="{upload.pk}" checked' in text(again)
    done = anna.post(path, {"status": "resolved", f"field-{photo}-kept": upload.pk, f"field-{cause}": "till"})
    assert done.status_code == 303
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    assert [it.filename for it in FieldFile.objects.filter(ticket=ticket)] == ["till.png"]


def test_a_new_ticket_keeps_the_files_of_a_form_that_comes_back(world: World) -> None:
    photo, serial = made("photo", Type.FILE, opening=True), made("serial", opening=True)
    anna = seated(world.anna)
    assert "This is needed." in text(anna.post("/desk/tickets/new/", NEW | {f"field-{serial}": "T-3"}))
    refused = anna.post("/desk/tickets/new/", NEW | {f"field-{photo}": png()})
    assert refused.status_code == 422
    (upload,) = Upload.objects.all()
    assert f'name="field-{photo}-kept" value="{upload.pk}" checked' in text(refused)
    anna.post("/desk/tickets/new/", NEW | {f"field-{photo}-kept": upload.pk, f"field-{serial}": "T-3"})
    ticket = Ticket.objects.latest("pk")
    assert ticket.fields == {str(photo): [str(FieldFile.objects.get(ticket=ticket).pk)], str(serial): "T-3"}


def test_a_file_that_is_too_large_is_refused(world: World, settings: Any) -> None:
    settings.BALIE_UPLOAD_SIZE_LIMIT = 5
    photo, ticket, anna = made("photo", Type.FILE), world.ticket(), seated(world.anna)
    refused = anna.post(f"/desk/tickets/{ticket.pk}/fields/{photo}/", {f"field-{photo}": png()}, headers=FRAGMENT)
    assert "is larger than" in text(refused)
    assert "is larger than" in text(anna.post("/desk/tickets/new/", NEW | {f"field-{photo}": png()}))
    assert not FieldFile.objects.exists()

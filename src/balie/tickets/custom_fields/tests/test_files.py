"""Fields for files: which they take, and what becomes of the files with the ticket."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balie.custom_fields.file_kinds import MOST
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Accepts, Type
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.files.cleaning import LET_GO, delete_orphans
from balie.files.models import Blob, Upload
from balie.files.storage import store
from balie.files.uploads import Arriving, NewFile, Received, keep_upload, waiting_of
from balie.people.viewers import ContactViewer
from balie.tickets.cloning import clone
from balie.tickets.conflicts import NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket
from balie.tickets.custom_fields.changing_files import change_files
from balie.tickets.custom_fields.defining import archive_field
from balie.tickets.custom_fields.filling import change_fields, opening_fields
from balie.tickets.custom_fields.refusing import FieldsMissing
from balie.tickets.custom_fields.showing_files import field_files
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_file_records import FieldFile
from balie.tickets.field_records import Portal
from balie.tickets.lifecycle import change_status
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Kind, Status, Ticket
from balie.tickets.unmerging import unmerge
from tests.support.world import World


def kept(name: str = "till.png", data: bytes = b"till") -> Received:
    return Received(store(data).sha256, name, "image/png", len(data))


def names(ticket: Ticket, field: int) -> list[str]:
    ticket.refresh_from_db()
    return [FieldFile.objects.get(pk=int(pk)).filename for pk in ticket.fields.get(str(field), [])]


def test_one_takes_the_place_of_another_and_several_stand_beside_each_other(world: World) -> None:
    one, several, ticket = made("photo", Type.FILE), made("papers", Type.FILE, several=True), world.ticket()
    actor = Actor.user(world.anna.pk)
    for field in (one, several):
        change_files(ticket_id=ticket.pk, field=field, add=[kept("a.png")], actor=actor)
        change_files(ticket_id=ticket.pk, field=field, add=[kept("b.png")], actor=actor)
    assert names(ticket, one) == ["b.png"]
    assert names(ticket, several) == ["a.png", "b.png"]
    first = FieldFile.objects.get(field=several, filename="a.png")
    change_files(ticket_id=ticket.pk, field=several, remove=[first.pk], actor=actor)
    assert names(ticket, several) == ["b.png"]
    assert FieldFile.objects.count() == 2
    assert Event.objects.filter(kind="ticket.fields_changed").count() == 5
    assert "png" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("accepts", "several", "files", "words"),
    [
        (Accepts.PICTURES, False, ["scan.pdf"], "pictures only"),
        (Accepts.PICTURES, False, ["SCAN.PNG"], ""),
        (Accepts.DOCUMENTS, False, ["photo.jpg"], "PDF and other documents only"),
        (Accepts.DOCUMENTS, False, ["form.PDF"], ""),
        (Accepts.ANY, False, ["program.exe"], ""),
        (Accepts.ANY, False, ["a.png", "b.png"], "one file"),
        (Accepts.ANY, True, [f"{n}.png" for n in range(MOST)], ""),
        (Accepts.ANY, True, [f"{n}.png" for n in range(MOST + 1)], "10 files at most"),
    ],
)
def test_a_field_takes_what_it_is_for(world: World, accepts: str, several: bool, files: list[str], words: str) -> None:
    field, ticket = made("photo", Type.FILE, accepts=accepts, several=several), world.ticket()
    given = {field: [kept(name) for name in files]}
    if words:
        with pytest.raises(FieldsRefused, match=words):
            change_fields(ticket_id=ticket.pk, given=given, actor=SYSTEM)
        assert not FieldFile.objects.exists()
    else:
        change_fields(ticket_id=ticket.pk, given=given, actor=SYSTEM)
        assert names(ticket, field) == files


@pytest.mark.parametrize("given", ["1", 7, ["9"], "text", {"id": 1}, True, 1.5, [[1]]])
def test_what_another_ticket_holds_or_nobody_is_refused(world: World, given: object) -> None:
    field, ticket, other = made("photo", Type.FILE), world.ticket(), world.ticket()
    change_files(ticket_id=other.pk, field=field, add=[kept()], actor=SYSTEM)
    theirs = FieldFile.objects.get().pk
    for one in (given, [theirs]):
        with pytest.raises(FieldsRefused):
            change_fields(ticket_id=ticket.pk, given={field: one}, actor=SYSTEM)


def test_it_is_needed_to_open_and_to_resolve(world: World) -> None:
    field = made("photo", Type.FILE, opening=True, resolving=True)
    with pytest.raises(FieldsRefused):
        opening_fields({field: []}, kind=Kind.QUESTION, team=None)
    ticket = world.ticket()
    with pytest.raises(FieldsMissing):
        change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    change_files(ticket_id=ticket.pk, field=field, add=[kept()], actor=SYSTEM)
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))


def test_a_ticket_is_opened_with_one_and_a_clone_has_its_own(world: World) -> None:
    field = made("photo", Type.FILE)
    given: list[NewFile] = [Arriving(SimpleUploadedFile("../till.png", b"till"))]
    fields = opening_fields({field: given}, kind=Kind.QUESTION, team=None)
    assert not Blob.objects.filter(size=4).exists()
    ticket, _message = open_ticket(
        subject="Till", content=Content(text="x"), requester=world.emma, channel=Channel.PORTAL, actor=SYSTEM,
        fields=fields,
    )  # fmt: skip
    assert names(ticket, field) == ["till.png"]
    other = clone(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk))
    assert names(other, field) == ["till.png"]
    assert other.fields != ticket.fields
    change_fields(ticket_id=ticket.pk, given={field: None}, actor=SYSTEM)
    assert names(other, field) == ["till.png"]
    assert FieldFile.objects.get().ticket_id == other.pk


def test_an_upload_is_used_once_and_by_its_owner(world: World) -> None:
    field, ticket, other = made("photo", Type.FILE), world.ticket(), world.ticket()
    upload = keep_upload(world.anna, SimpleUploadedFile("till.png", b"till"))
    assert waiting_of(world.bram, [upload.pk]) == []
    waiting = waiting_of(world.anna, [upload.pk, 10**9])
    change_files(ticket_id=ticket.pk, field=field, add=waiting, actor=Actor.user(world.anna.pk))
    assert names(ticket, field) == ["till.png"]
    assert FieldFile.objects.get().user == world.anna
    with pytest.raises(NotAllowed, match="not there any more"):
        change_files(ticket_id=other.pk, field=field, add=waiting, actor=Actor.user(world.anna.pk))
    assert not Upload.objects.exists()


def test_what_hangs_on_another_field_goes_with_it(world: World) -> None:
    broken = made("broken", Type.CHECKBOX)
    photo, ticket = made("photo", Type.FILE, depends_on=broken, when=["true"]), world.ticket()
    change_fields(ticket_id=ticket.pk, given={broken: True, photo: [kept()]}, actor=SYSTEM)
    assert names(ticket, photo) == ["till.png"]
    change_fields(ticket_id=ticket.pk, given={broken: None}, actor=SYSTEM)
    assert not FieldFile.objects.exists()


def test_merging_and_unmerging_leave_them_where_they_are(world: World) -> None:
    field, ticket, other = made("photo", Type.FILE), world.ticket(), world.ticket()
    change_files(ticket_id=ticket.pk, field=field, add=[kept()], actor=SYSTEM)
    merge(target_id=other.pk, source_ids=[ticket.pk], actor=Actor.user(world.anna.pk))
    assert names(ticket, field) == ["till.png"]
    unmerge(ticket_id=ticket.pk, actor=Actor.user(world.anna.pk))
    assert names(ticket, field) == ["till.png"]


def test_bytes_stay_as_long_as_a_field_holds_them(world: World) -> None:
    field, ticket = made("photo", Type.FILE), world.ticket()
    change_files(ticket_id=ticket.pk, field=field, add=[kept()], actor=SYSTEM)
    key = FieldFile.objects.get().blob_id
    Blob.objects.update(created_at=LET_GO)
    delete_orphans()
    assert Blob.objects.filter(pk=key).exists()
    change_fields(ticket_id=ticket.pk, given={field: None}, actor=SYSTEM)
    delete_orphans()
    assert not Blob.objects.filter(pk=key).exists()


def test_contacts_see_those_of_fields_they_read(world: World) -> None:
    ticket, viewer, stranger = world.ticket(), ContactViewer(world.emma.pk), ContactViewer(world.farid.pk)
    for portal, seen in ((Portal.HIDDEN, False), (Portal.READ, True), (Portal.WRITE, True)):
        field = made(f"photo_{portal}", Type.FILE, portal=portal)
        change_files(ticket_id=ticket.pk, field=field, add=[kept()], actor=SYSTEM)
        assert field_files(viewer).filter(field=field).exists() is seen
        assert not field_files(stranger).exists()
        assert field_files(world.anna).filter(field=field).exists()
        archive_field(pk=field, actor=SYSTEM)
        assert not field_files(viewer).exists()

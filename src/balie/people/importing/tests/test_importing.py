"""Contacts from a file: tried out first, then made and changed, each once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import translation

from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.people.editing.contacts import add_address
from balie.people.editing.refusals import Refused
from balie.people.identities import contact_for, find_contact
from balie.people.import_records import ContactImport, ImportedRow, Stage
from balie.people.importing import lots, working, writing
from balie.people.importing.asking import begin_import, choose_columns, do_import, stop_import, try_out
from balie.people.importing.grouping import groups_of, words_of
from balie.people.importing.working import go_on, work_off
from balie.people.models import Contact, Domain, Identity, Organisation
from balie.people.note_records import PersonNote
from tests.support.world import World

TEXT = """name,e-mail,phone,organisation,domains,language,vip,notes
Jan de Vries,jan@lamps.example,+31201234567,Lamps,lamps.example,nl,yes,Calls late.
Emma Klein-Groot,emma@fietsfabriek.example,,,,,,
Piet,piet@lamps.example,,,,,,
Nobody,not an address,,,,,,
"""


@pytest.fixture
def begun(world: World) -> Callable[..., ContactImport]:
    def begin(text: str = TEXT, **choices: Any) -> ContactImport:
        world.dieter.language = "en"
        world.dieter.save(update_fields=["language"])
        it = begin_import(file=SimpleUploadedFile("people.csv", text.encode()), user=world.dieter)
        return choose_columns(import_id=it.pk, **{"targets": it.targets, "existing": "update", **choices})

    return begin


def tried(it: ContactImport) -> ContactImport:
    try_out(import_id=it.pk)
    work_off(it.pk)
    it.refresh_from_db()
    return it


def done(it: ContactImport, world: World) -> ContactImport:
    do_import(import_id=tried(it).pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    return it


def test_trying_out_changes_nothing_and_says_all(world: World, begun: Callable[..., ContactImport]) -> None:
    before = Contact.objects.count(), Event.objects.filter(kind__startswith="contact").count()
    it = tried(begun())
    assert it.stage == Stage.CHECKED
    assert it.total == 4
    assert it.expected["rows"] == {"new": 2, "changed": 1, "refused": 1}
    assert it.expected["fields"] == {"name": 1}
    assert it.expected["houses"] == 1
    refused = it.rows.get()
    assert (refused.line, refused.became, refused.trial) == (5, "refused", True)
    assert refused.reasons == [{"kind": "email", "column": 1, "values": {"value": "not an address"}}]
    assert not refused.reason
    assert (Contact.objects.count(), Event.objects.filter(kind__startswith="contact").count()) == before


def test_the_run_does_what_was_told(world: World, begun: Callable[..., ContactImport]) -> None:
    it = done(begun(), world)
    assert it.stage == Stage.FINISHED
    assert it.done == it.expected
    jan = find_contact("jan@lamps.example")
    assert jan
    assert (jan.name, jan.language, jan.vip) == ("Jan de Vries", "nl", True)
    assert jan.organisation
    assert jan.organisation.name == "Lamps"
    assert Domain.objects.get(name="lamps.example").organisation == jan.organisation
    assert PersonNote.objects.get(contact=jan).text == "Calls late."
    assert Identity.objects.get(value="+31201234567").contact == jan
    # Piet joined by the domain that the file brought.
    assert Contact.objects.get(name="Piet").organisation == jan.organisation
    world.emma.refresh_from_db()
    assert world.emma.name == "Emma Klein-Groot"
    assert set(it.rows.filter(trial=False, became="new").values_list("contact_id", flat=True)) == {
        jan.pk, Contact.objects.get(name="Piet").pk,
    }  # fmt: skip
    kinds = Event.objects.filter(actor_id=world.dieter.pk, data__import_id=it.pk).values_list("kind", flat=True)
    assert sorted(kinds) == [
        "contact.added", "contact.added", "contact.changed", "contact.noted", "import.begun", "import.finished",
        "import.started", "organisation.added",
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(world: World, begun: Callable[..., ContactImport]) -> None:
    done(begun(), world)
    again = done(begun(), world)
    assert again.done["rows"] == {"same": 3, "refused": 1}
    assert not again.rows.exclude(became="refused").exists()


def test_those_who_are_there_are_left_alone_or_only_filled(world: World, begun: Callable[..., ContactImport]) -> None:
    text = "name,e-mail,phone,language\nOther,emma@fietsfabriek.example,+31201111111,de\n"
    assert done(begun(text, existing="leave"), world).done["rows"] == {"left": 1}
    filled = done(begun(text, existing="fill"), world)
    assert filled.done["rows"] == {"changed": 1}
    assert filled.done["fields"] == {"phone": 1}
    world.emma.refresh_from_db()
    assert world.emma.name == "Emma Klein"


def test_an_address_of_somebody_else_is_a_conflict(world: World, begun: Callable[..., ContactImport]) -> None:
    text = "name,e-mail\nBoth,emma@fietsfabriek.example; farid@lampenhaus.example\n"
    it = tried(begun(text))
    assert it.expected["rows"] == {"refused": 1}
    assert words_of(it.rows.get(), it.headings) == (
        "“farid@lampenhaus.example” belongs to Farid Haddad, and an address before it to Emma Klein."
    )


def test_a_number_that_several_share_is_left_out_and_told(world: World, begun: Callable[..., ContactImport]) -> None:
    text = "name,e-mail,phone\nA,a@x.example,+31201234567\nB,b@x.example,+31201234567\n"
    it = done(begun(text), world)
    assert it.done["rows"] == {"new": 2}
    assert it.done["remarks"] == 1
    told = it.rows.filter(trial=False).exclude(reasons=[]).get()
    assert (told.line, words_of(told, it.headings)) == (3, "+31201234567 was left out: it belongs to A.")


def test_reasons_are_put_together_and_worded_for_whoever_reads(
    world: World, begun: Callable[..., ContactImport]
) -> None:
    rows = "".join(f"P{n},p{n}@x.example,keine,\n" for n in range(30))
    it = done(begun(f"name,e-mail,phone,vip\n{rows}Q,q@x.example,,maybe\nR,hier nicht,,\nS,,,\n"), world)
    assert it.done["rows"] == {"new": 31, "refused": 2}
    assert it.done["remarks"] == 31
    # One that was kept in words, as they used to be.
    ImportedRow.objects.create(of=it, trial=False, line=99, became="refused", reason="Geen idee.")
    found = groups_of(it)
    assert [(group.refused, group.kind, group.column, group.number) for group in found] == [
        (False, "phone", 2, 30), (True, "", None, 1), (True, "email", 1, 1), (True, "nobody", None, 1),
        (False, "vip", 3, 1),
    ]  # fmt: skip
    assert found[0].title == "no phone number in the column “phone”"
    assert found[0].shown[0] == (2, "“keine” in the column “phone” is no phone number.")
    assert len(found[0].shown) == 20
    assert found[1].shown == [(99, "Geen idee.")]
    with translation.override("nl"):
        assert groups_of(it)[0].title == "geen telefoonnummer in de kolom “phone”"


def test_one_without_an_address_is_found_by_the_number(world: World, begun: Callable[..., ContactImport]) -> None:
    add_address(contact_id=world.emma.pk, kind="phone", value="+31201234567", actor=SYSTEM)
    it = done(begun("name,phone,vip\nEmma Klein,0031 20 1234567,x\n"), world)
    assert it.done["fields"] == {"vip": 1}
    assert Contact.objects.get(pk=world.emma.pk).vip


def test_lines_of_the_same_person_are_put_together(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LOT", 2)
    text = "name,e-mail,phone\nA,a@x.example,\nA,a@x.example,+31201234567\nA,a@x.example,+31201234568\nB,b@x.example,\n"
    it = done(begun(text), world)
    assert it.expected["rows"] == it.done["rows"] == {"new": 2, "repeated": 2}
    assert Contact.objects.get(name="A").identities.count() == 3


def test_a_line_without_a_person_is_about_the_organisation(world: World, begun: Callable[..., ContactImport]) -> None:
    text = "organisation;domains;vip;notes\nFIETSFABRIEK;fiets.example;yes;Pays late.\nNew;new.example;;\n"
    it = done(begun(text), world)
    assert it.done["rows"] == {"changed": 1, "new": 1}
    assert it.done["houses"] == 1
    found = Organisation.objects.get(pk=world.fietsfabriek.pk)
    assert found.vip
    assert found.domains.filter(name="fiets.example").exists()
    assert done(begun(text), world).done["rows"] == {"same": 2}


def test_it_is_stopped_and_gone_on_with(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LOT", 10)
    text = "name,e-mail\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(35))
    it = tried(begun(text))
    do_import(import_id=it.pk, user=world.dieter)
    seen = 0
    real = lots.do

    def stopping_after_two(lot: Any) -> None:
        nonlocal seen
        seen += 1
        real(lot)
        if seen == 2:
            ContactImport.objects.filter(pk=it.pk).update(stage=Stage.STOPPED)

    monkeypatch.setattr(lots, "do", stopping_after_two)
    work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.position) == (Stage.STOPPED, 20)
    assert Contact.objects.filter(name__startswith="P").count() == 20
    stop_import(import_id=it.pk, user=world.dieter)
    do_import(import_id=it.pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.done["rows"]) == (Stage.FINISHED, {"new": 35})
    assert Contact.objects.filter(name__startswith="P").count() == 35


def test_a_process_that_dies_has_done_a_line_once_or_not_at_all(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LOT", 10)
    it = tried(begun("name,e-mail,notes\n" + "".join(f"P{n},p{n}@x.example,Note {n}\n" for n in range(35))))
    do_import(import_id=it.pk, user=world.dieter)
    real, seen = lots.do, 0

    def dying(lot: Any) -> None:
        nonlocal seen
        seen += 1
        real(lot)
        if seen == 3:
            raise SystemExit  # with a lot written and not committed

    monkeypatch.setattr(lots, "do", dying)
    with pytest.raises(SystemExit):
        work_off(it.pk)
    # One that is killed says nothing: it still has its claim.
    ContactImport.objects.filter(pk=it.pk).update(touched_at=it.created_at, begun_at=it.created_at)
    assert ContactImport.objects.get(pk=it.pk).position == 20
    go_on()
    it.refresh_from_db()
    assert (it.stage, it.position) == (Stage.RUNNING, 20)  # not before a minute has passed
    long_ago = it.created_at.replace(year=2000)
    ContactImport.objects.filter(pk=it.pk).update(touched_at=long_ago, begun_at=long_ago)
    go_on()
    it.refresh_from_db()
    assert (it.stage, it.done["rows"]) == (Stage.FINISHED, {"new": 35})
    assert Contact.objects.filter(name__startswith="P").count() == PersonNote.objects.count() == 35


def test_two_workers_never_do_the_same_line(world: World, begun: Callable[..., ContactImport]) -> None:
    it = tried(begun())
    do_import(import_id=it.pk, user=world.dieter)
    first = working._claimed(it.pk)
    assert first
    work_off(it.pk)  # finds it taken
    assert not ImportedRow.objects.filter(trial=False).exists()
    ContactImport.objects.filter(pk=it.pk).update(touched_at=it.created_at.replace(year=2000))
    work_off(it.pk)  # takes it over
    with pytest.raises(working.Ended):
        working._go_through(first)
    it.refresh_from_db()
    assert it.done["rows"] == {"new": 2, "changed": 1, "refused": 1}


def test_a_lot_that_fails_is_done_row_by_row(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lots.do

    def failing(lot: Any) -> None:
        if any(wish.name == "P2" for wish in lot.wishes):
            raise ValueError("a fault of ours")
        real(lot)

    monkeypatch.setattr(lots, "do", failing)
    it = done(begun("name,e-mail\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(4))), world)
    assert it.done["rows"] == {"new": 3, "refused": 1}
    assert it.rows.get(trial=False, became="refused").reasons[0]["kind"] == "failed"


def test_somebody_who_writes_in_meanwhile_is_not_doubled(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, met = writing.write, False

    def meeting(picture: Any, **values: Any) -> None:
        nonlocal met
        if not met:
            met = True
            contact_for(email="jan@lamps.example", name="J.")
        real(picture, **values)

    it = tried(begun())
    monkeypatch.setattr(writing, "write", meeting)
    do_import(import_id=it.pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    assert it.stage == Stage.FINISHED
    assert Identity.objects.filter(value="jan@lamps.example").count() == 1


def test_what_nobody_is_at_is_gone_on_with(world: World, begun: Callable[..., ContactImport]) -> None:
    it = tried(begun())
    do_import(import_id=it.pk, user=world.dieter)
    go_on()
    it.refresh_from_db()
    assert it.stage == Stage.RUNNING  # a job is on its way
    ContactImport.objects.filter(pk=it.pk).update(begun_at=it.created_at.replace(year=2000))
    go_on()
    it.refresh_from_db()
    assert it.stage == Stage.FINISHED


def fails(_lot: object) -> None:
    raise OperationalError("no space left on device")


def test_one_that_gets_no_further_is_given_up_and_can_be_tried_again(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    it, real = tried(begun()), lots.do
    do_import(import_id=it.pk, user=world.dieter)
    monkeypatch.setattr(lots, "do", fails)
    with pytest.raises(OperationalError):  # and is tried again
        work_off(it.pk)
    it.refresh_from_db()
    assert it.begun_at
    ContactImport.objects.filter(pk=it.pk).update(begun_at=it.begun_at - working.TRIED)
    work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.position, it.tried_only) == (Stage.FAILED, 0, False)
    monkeypatch.setattr(lots, "do", real)
    do_import(import_id=it.pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.done["rows"]) == (Stage.FINISHED, {"new": 2, "changed": 1, "refused": 1})


def test_one_that_gets_further_each_time_is_not_given_up(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LOT", 1)
    it, real, seen = tried(begun()), lots.do, set[int]()
    do_import(import_id=it.pk, user=world.dieter)
    ContactImport.objects.filter(pk=it.pk).update(begun_at=it.created_at.replace(year=2000))

    def first_only(lot: Any) -> None:
        if seen:
            fails(lot)
        seen.add(lot.of.pk)
        real(lot)

    monkeypatch.setattr(lots, "do", first_only)
    with pytest.raises(OperationalError):
        work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.position) == (Stage.RUNNING, 1)


def test_one_that_can_not_be_tried_out_is_tried_out_again(
    world: World, begun: Callable[..., ContactImport], monkeypatch: pytest.MonkeyPatch
) -> None:
    it, real = begun(), lots.do
    monkeypatch.setattr(lots, "do", fails)
    monkeypatch.setattr(working, "TRIED", timedelta())
    it = tried(it)
    assert it.tried_only
    monkeypatch.setattr(lots, "do", real)
    do_import(import_id=it.pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    assert (it.stage, it.total) == (Stage.CHECKED, 4)
    assert not Contact.objects.filter(name="Piet").exists()


def test_what_is_no_table_is_refused(world: World) -> None:
    for name, data, words in (
        ("a.xlsx", b"PK\x03\x04rest", "no CSV"), ("a.csv", b"\n\n", "nothing"),
        ("b.csv", b"name,e-mail\n\n", "only a line with the names"), ("c.csv", bytes(range(256)) * 9, "isn't text"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            begin_import(file=SimpleUploadedFile(name, data), user=world.dieter)


def test_only_an_administrator_goes_on(world: World, begun: Callable[..., ContactImport]) -> None:
    it = tried(begun())
    do_import(import_id=it.pk, user=world.anna)
    work_off(it.pk)
    it.refresh_from_db()
    assert it.stage == Stage.STOPPED
    assert not ImportedRow.objects.filter(trial=False).exists()

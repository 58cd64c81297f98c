"""What was exported and is imported again changes nothing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from balie.core.sheets.dialects import Dialect, Separated
from balie.core.sheets.reading import rows_of
from balie.core.sheets.writing import Cell, written
from balie.core.zones import zone_named
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.people.custom_fields.defining import archive_field
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.custom_fields.tests.making import made
from balie.people.editing.contacts import add_address
from balie.people.exporting.tables import Narrowing, Table, contact_table, count_contacts, organisation_table
from balie.people.field_records import Of
from balie.people.identities import contact_for
from balie.people.import_records import ContactImport
from balie.people.importing.asking import begin_import, do_import, try_out
from balie.people.importing.recognising import recognised
from balie.people.importing.several import notes_together, together
from balie.people.importing.wishes import one_line, wish_of
from balie.people.importing.working import work_off
from balie.people.models import Contact, Organisation
from balie.people.noting.writing import note_contact, note_organisation
from tests.support.world import World

UTC = zone_named("UTC")
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NOTES = st.lists(st.text(alphabet="ab=-@+\n ", min_size=1).map(str.strip).filter(bool), unique=True, max_size=3)


@given(name=TEXTS, house=TEXTS, notes=NOTES, separator=st.sampled_from(",;\t"))
def test_a_row_is_read_as_it_was_written(name: str, house: str, notes: list[str], separator: str) -> None:
    head = ["name", "email", "organisation", "vip", "notes"]
    row = [name, together(["jan@lamps.example", "j@lamps.example"]), house, "no", notes_together(notes)]
    file = BytesIO("".join(written(head, [row], Separated(separator))).encode())
    read = list(rows_of(file, Dialect("utf-8", separator)))
    wish = wish_of(read[1], recognised(read[0].cells, []))
    assert wish.name == one_line(name)
    assert wish.organisation == one_line(house)
    assert wish.emails == ("jan@lamps.example", "j@lamps.example")
    assert wish.vip is False
    assert wish.notes == tuple(notes)


def imported_again(table: Table, world: World, shape: Separated) -> ContactImport:
    data = "".join(written(table.head, table.rows, shape)).encode()
    it = begin_import(file=SimpleUploadedFile("again.csv", data), user=world.dieter)
    try_out(import_id=it.pk)
    work_off(it.pk)
    do_import(import_id=it.pk, user=world.dieter)
    work_off(it.pk)
    it.refresh_from_db()
    return it


@pytest.mark.parametrize("shape", [Separated(), Separated(";", mark=True), Separated("\t")])
def test_people_exported_and_imported_again_change_nothing(world: World, shape: Separated) -> None:
    dieter = Actor.user(world.dieter.pk)
    for value in ("+31201234567", "+31201234568"):
        add_address(contact_id=world.emma.pk, kind="phone", value=value, actor=dieter)
    add_address(contact_id=world.emma.pk, kind="email", value="e@fietsfabriek.example", actor=dieter)
    note_contact(contact_id=world.emma.pk, text="=1+1\n---\nCalls late,\nalways.", actor=dieter)
    note_contact(contact_id=world.emma.pk, text="Second", actor=dieter)
    note_organisation(organisation_id=world.fietsfabriek.pk, text="-Pays late", actor=dieter)
    Contact.objects.filter(pk=world.farid.pk).update(vip=True, language="nl-be", name="  @Two   spaces ")
    Organisation.objects.create(name="FIETSFABRIEK")
    nameless = Contact.objects.create(name="", organisation=world.fietsfabriek, vip=True)
    contact_for(email="unknown@sender.invalid")
    # To an import, anything else called so would be a note.
    remarks, tier = made("remarks"), made("tier", Type.CHOICES, of=Of.ORGANISATION, options="Gold\nSilver")
    change_contact_fields(contact_id=world.emma.pk, given={remarks: "K-17"}, actor=dieter)
    change_organisation_fields(organisation_id=world.fietsfabriek.pk, given={tier: ["gold", "silver"]}, actor=dieter)
    before = list(Contact.objects.order_by("pk").values()), list(Organisation.objects.order_by("pk").values())
    events = Event.objects.exclude(kind__startswith="import.").count()
    people = imported_again(contact_table(Narrowing(), UTC), world, shape)
    # Whoever can't be found by anything is refused.
    assert people.done["rows"] == {"same": 3, "refused": Contact.objects.filter(identities=None).count() + 1}
    houses = imported_again(organisation_table(UTC), world, shape)
    assert houses.done["rows"] == {"same": 2}
    after = list(Contact.objects.order_by("pk").values()), list(Organisation.objects.order_by("pk").values())
    assert after == before
    assert Event.objects.exclude(kind__startswith="import.").count() == events
    assert nameless.pk


def test_custom_fields_have_a_column_each(world: World) -> None:
    since, due, tier = (
        made("since", Type.DATE),
        made("due", Type.CHECKBOX),
        made("tier", Type.CHOICE, of=Of.ORGANISATION),
    )
    change_contact_fields(contact_id=world.emma.pk, given={since: "2020-02-01", due: True}, actor=SYSTEM)
    change_organisation_fields(organisation_id=world.fietsfabriek.pk, given={tier: "silver"}, actor=SYSTEM)
    table = contact_table(Narrowing(words="emma"), UTC)
    assert table.head[-2:] == ("since", "due")
    assert [list(row[-2:]) for row in table.rows] == [["2020-02-01", "yes"]]
    archive_field(pk=since, actor=SYSTEM)
    assert contact_table(Narrowing(), UTC).head[-1] == "due"
    houses = organisation_table(UTC)
    assert houses.head[-1] == "tier"
    assert {row[1]: row[-1] for row in houses.rows}["Fietsfabriek"] == "Silver"


def test_contacts_are_narrowed_by_words_organisation_and_mark(world: World) -> None:
    Contact.objects.filter(pk=world.farid.pk).update(vip=True)

    def found(narrowing: Narrowing) -> list[Cell]:
        rows = [row[0] for row in contact_table(narrowing, UTC).rows]
        assert count_contacts(narrowing, 100) == len(rows)
        return rows

    assert found(Narrowing(vip=True)) == [world.farid.pk]
    assert found(Narrowing(organisation=world.fietsfabriek.pk)) == [world.emma.pk]
    assert found(Narrowing(words="lampenhaus")) == [world.farid.pk]
    assert found(Narrowing(words="EMMÁ k")) == [world.emma.pk]
    assert found(Narrowing(words="100%_")) == []

"""Writes down what a picture has become: a few statements, however many contacts."""

from collections.abc import Iterable, Sequence

from balie.core.clock import now
from balie.core.prepared import run
from balie.events.actor import Actor
from balie.events.recording_many import record_many
from balie.people.editing.organisations import add_domain
from balie.people.importing.picture import House, Person, Picture
from balie.people.models import Contact, Identity, Organisation
from balie.people.note_records import PersonNote

_CHANGE = """
update people_contact c set name = w.name, organisation_id = w.house, language = w.language, vip = w.vip
from unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::boolean[]) w(id, name, house, language, vip)
where c.id = w.id"""
_MARK = """
update people_organisation o set vip = w.vip from unnest(%s::bigint[], %s::boolean[]) w(id, vip) where o.id = w.id"""
_COLUMNS = ("name", "organisation", "language")


def write(picture: Picture, *, import_id: int, actor: Actor) -> None:
    """In the caller's transaction, which holds the contacts. Raises IntegrityError when somebody was quicker."""
    houses = [house for house in picture.houses if house.wanted]
    _write_houses(houses, import_id, actor)
    made = [person for person in picture.people if person.pk is None]
    changed = [person for person in picture.people if person.pk is not None and person.all_changed]
    _add(made, import_id, actor)
    _change(changed, import_id, actor)
    _add_addresses(made, changed, import_id, actor)
    _add_notes(houses, [*made, *changed], import_id, actor)
    for house in houses:
        for domain in house.new_domains:
            add_domain(organisation_id=house.pk or 0, text=domain, actor=actor)


def _write_houses(houses: Sequence[House], import_id: int, actor: Actor) -> None:
    fresh = [house for house in houses if house.pk is None]
    made = Organisation.objects.bulk_create([Organisation(name=house.name, vip=house.vip) for house in fresh])
    for house, row in zip(fresh, made, strict=True):
        house.pk, house.marked = row.pk, False
    record_many(
        "organisation.added", actor=actor, each=[{"organisation": it.pk, "import_id": import_id} for it in fresh]
    )  # fmt: skip
    if marked := [house for house in houses if house.marked]:
        run(_MARK, ([house.pk for house in marked], [house.vip for house in marked]))
        each = [{"organisation": it.pk, "vip": it.vip, "import_id": import_id} for it in marked]
        record_many("organisation.marked", actor=actor, each=each)


def _add(people: Sequence[Person], import_id: int, actor: Actor) -> None:
    made = Contact.objects.bulk_create(
        [
            Contact(name=it.name, organisation_id=it.house.pk if it.house else None, language=it.language, vip=it.vip)
            for it in people
        ]
    )
    for person, row in zip(people, made, strict=True):
        person.pk = row.pk
    record_many("contact.added", actor=actor, each=[{"contact": it.pk, "import_id": import_id} for it in people])


def _change(people: Sequence[Person], import_id: int, actor: Actor) -> None:
    rows = [it for it in people if it.all_changed & {*_COLUMNS, "vip"}]
    if rows:
        run(
            _CHANGE,
            (
                [it.pk for it in rows], [it.name for it in rows], [it.house and it.house.pk for it in rows],
                [it.language for it in rows], [it.vip for it in rows],
            ),
        )  # fmt: skip
    changed = [(it, [name for name in _COLUMNS if name in it.all_changed]) for it in people]
    each = [{"contact": it.pk, "fields": fields, "import_id": import_id} for it, fields in changed if fields]
    record_many("contact.changed", actor=actor, each=each)
    marked = [{"contact": it.pk, "vip": it.vip, "import_id": import_id} for it in people if "vip" in it.all_changed]
    record_many("contact.marked", actor=actor, each=marked)


def _add_addresses(made: Sequence[Person], changed: Sequence[Person], import_id: int, actor: Actor) -> None:
    pairs = [(person, address) for person in (*made, *changed) for address in person.new_addresses]
    written = Identity.objects.bulk_create(
        [Identity(contact_id=person.pk or 0, kind=kind, value=value) for person, (kind, value) in pairs]
    )
    known = {person.pk for person in changed}
    each = [
        {"contact": it.contact_id, "identity": it.pk, "of": it.kind, "import_id": import_id}
        for it in written
        if it.contact_id in known
    ]
    record_many("contact.address_added", actor=actor, each=each)


def _add_notes(houses: Iterable[House], people: Iterable[Person], import_id: int, actor: Actor) -> None:
    at = now()
    notes = [
        PersonNote(contact_id=person.pk, text=text, author_id=actor.id, changed_by_id=actor.id, created_at=at)
        for person in people
        for text in person.new_notes
    ]
    notes += [
        PersonNote(organisation_id=house.pk, text=text, author_id=actor.id, changed_by_id=actor.id, created_at=at)
        for house in houses
        for text in house.new_notes
    ]
    written = PersonNote.objects.bulk_create(notes)
    for kind, owner in (("contact", "contact_id"), ("organisation", "organisation_id")):
        of_kind = [note for note in written if getattr(note, owner)]
        each = [{kind: getattr(note, owner), "note": note.pk, "import_id": import_id} for note in of_kind]
        record_many(f"{kind}.noted", actor=actor, each=each)

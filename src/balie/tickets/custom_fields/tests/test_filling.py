"""Giving a ticket's fields values."""

from typing import Any

import pytest

from balie.custom_fields.option_lines import options_of
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.cloning import clone
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.custom_fields.defining import Shape, archive_field, change_field, key_for, move_field, restore_field
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.known import forget_fields, known_fields
from balie.tickets.custom_fields.refusing import FieldsMissing
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.field_records import Portal
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket
from tests.support.world import World


def actor(world: World, name: str = "anna") -> Actor:
    return Actor.user(getattr(world, name).pk)


def test_what_is_given_is_kept_in_its_form_and_the_log_holds_no_words(world: World) -> None:
    serial, ticket = made("serial"), world.ticket()
    change_fields(ticket_id=ticket.pk, given={serial: " T-3 "}, actor=actor(world))
    ticket.refresh_from_db()
    assert ticket.fields == {str(serial): "T-3"}
    event = Event.objects.get(kind="ticket.fields_changed")
    assert event.data == {"fields": [serial], "words": True}
    change_fields(ticket_id=ticket.pk, given={serial: "T-3"}, actor=actor(world))
    assert Event.objects.filter(kind="ticket.fields_changed").count() == 1


def test_the_process_that_defines_a_field_knows_it_at_once(world: World, settings: Any) -> None:
    settings.BALIE_REMEMBER = True
    assert "serial" not in known_fields().by_key
    try:
        serial, ticket = made("serial"), world.ticket()
        assert change_fields(ticket_id=ticket.pk, given={serial: "T-3"}, actor=actor(world)).fields
    finally:
        forget_fields()


def test_two_who_change_the_same_field_are_told_and_others_are_not(world: World) -> None:
    serial, place, ticket = made("serial"), made("place"), world.ticket()
    seen = Event.objects.latest("pk").pk
    change_fields(ticket_id=ticket.pk, given={serial: "T-3"}, actor=actor(world), seen=seen)
    change_fields(ticket_id=ticket.pk, given={place: "Delft"}, actor=actor(world, "bram"), seen=seen)
    with pytest.raises(Conflict):
        change_fields(ticket_id=ticket.pk, given={serial: "T-4"}, actor=actor(world, "bram"), seen=seen)


def test_people_who_are_not_there_are_refused(world: World) -> None:
    whose, who, ticket = made("whose", Type.CONTACT), made("who", Type.USER), world.ticket()
    given = {whose: world.farid.pk, who: world.bram.pk}
    assert change_fields(ticket_id=ticket.pk, given=given, actor=actor(world)).fields == {
        str(pk): value for pk, value in given.items()
    }
    for pk in given:
        with pytest.raises(FieldsRefused):
            change_fields(ticket_id=ticket.pk, given={pk: 10**9}, actor=actor(world))


@pytest.mark.parametrize("way", ["status", "reply"])
def test_a_ticket_is_not_resolved_without_what_that_needs(world: World, way: str) -> None:
    cause, ticket = made("cause", Type.CHOICE, resolving=True), world.ticket()

    def resolve() -> None:
        if way == "status":
            change_status(ticket_id=ticket.pk, status="resolved", actor=actor(world))
        else:
            reply(ticket_id=ticket.pk, content=Content(text="Done"), status="resolved", actor=actor(world))

    with pytest.raises(FieldsMissing, match="Cause"):
        resolve()
    change_fields(ticket_id=ticket.pk, given={cause: "software"}, actor=actor(world))
    resolve()
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


def test_a_contact_says_it_is_solved_whatever_the_desk_wants_to_know(world: World) -> None:
    made("cause", Type.CHOICE, resolving=True)
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status="resolved", actor=Actor.contact(world.emma.pk))
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


def test_a_mail_opens_a_ticket_with_what_stands_by_itself_and_lacks_nothing(world: World) -> None:
    made("serial", opening=True)
    cause = made("cause", Type.CHOICE, default="software")
    assert world.ticket().fields == {str(cause): "software"}


def test_another_like_it_has_the_same(world: World) -> None:
    serial, ticket = made("serial"), world.ticket()
    change_fields(ticket_id=ticket.pk, given={serial: "T-3"}, actor=actor(world))
    assert clone(ticket_id=ticket.pk, actor=actor(world)).fields == {str(serial): "T-3"}


def test_choices_that_are_taken_away_keep_their_words_on_tickets(world: World) -> None:
    cause, ticket = made("cause", Type.CHOICE, options="Screen\nTill"), world.ticket()
    change_fields(ticket_id=ticket.pk, given={cause: "screen"}, actor=actor(world))
    before = known_fields().by_id[cause]
    change_field(
        pk=cause, shape=Shape("Cause", options=options_of("Screens\nTill", before.options)), actor=actor(world)
    )
    after = known_fields().by_id[cause]
    assert after.word("screen", "en") == "Screen"
    assert [word for _pk, word in after.offered("en")] == ["Screens", "Till"]
    with pytest.raises(FieldsRefused):
        change_fields(ticket_id=world.ticket().pk, given={cause: "screen"}, actor=actor(world))


def test_what_is_archived_is_kept_and_not_asked(world: World) -> None:
    cause, ticket = made("cause", resolving=True), world.ticket()
    change_fields(ticket_id=ticket.pk, given={cause: "Rain"}, actor=actor(world))
    archive_field(pk=cause, actor=actor(world))
    assert Ticket.objects.get(pk=ticket.pk).fields == {str(cause): "Rain"}
    change_status(ticket_id=world.ticket().pk, status="resolved", actor=actor(world))
    with pytest.raises(FieldsRefused):
        change_fields(ticket_id=ticket.pk, given={cause: "Snow"}, actor=actor(world))
    restore_field(pk=cause, actor=actor(world))
    change_fields(ticket_id=ticket.pk, given={cause: "Snow"}, actor=actor(world))


def test_fields_never_wait_for_each_other(world: World) -> None:
    one = made("one", Type.CHOICE)
    two = made("two", Type.CHOICE, depends_on=one, when=["till"])
    chosen = known_fields().by_id[one].options
    with pytest.raises(NotAllowed, match="wait for each other"):
        change_field(
            pk=one, shape=Shape("One", options=chosen, depends_on=two, when=["till"]), actor=actor(world)
        )  # fmt: skip
    with pytest.raises(NotAllowed, match="Two is shown by"):
        archive_field(pk=one, actor=actor(world))


@pytest.mark.parametrize("key", ["status", "Serial", "2nd", "a-b", ""])
def test_a_key_is_one_that_filters_can_use(world: World, key: str) -> None:
    with pytest.raises(NotAllowed):
        made(key)


def test_a_key_is_made_of_the_name(world: World) -> None:
    made("groesse")
    assert [key_for(name) for name in ("Größe", "Groesse", "Status", "2nd floor", "…")] == [
        "grosse", "groesse_2", "status_2", "field_2nd_floor", "field_2",
    ]  # fmt: skip


def test_they_stand_in_the_order_they_are_put_in(world: World) -> None:
    one, two, three = made("one"), made("two"), made("three")
    archive_field(pk=two, actor=actor(world))
    move_field(pk=three, up=True, actor=actor(world))
    assert [it.id for it in known_fields().live] == [three, one]
    move_field(pk=three, up=True, actor=actor(world))
    move_field(pk=one, up=False, actor=actor(world))
    assert [it.id for it in known_fields().live] == [three, one]


def test_people_are_not_chosen_on_the_portal(world: World) -> None:
    with pytest.raises(NotAllowed):
        made("who", Type.USER, portal=Portal.WRITE)

"""Reports that something of ours could not be delivered."""

from balie.channels.email.bounces_in import Returned, note_bounce
from balie.events.actor import Actor
from balie.events.models import Event
from balie.people.models import Identity
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.deliveries import mail_of, send_again
from balie.tickets.models import Message
from tests.support.outbox import Outbox
from tests.support.world import World

EMMA = "emma@fietsfabriek.example"
GONE = Returned(EMMA, "5.1.1 no such user", permanent=True)


def answered(world: World, outbox: Outbox) -> Message:
    message = reply(ticket_id=world.ticket().pk, content=Content(text="Yes."), actor=Actor.user(world.anna.pk))
    outbox.mails()
    message.refresh_from_db()
    assert message.delivery == "sent"
    return message


def test_the_message_the_address_and_the_ticket_tell_of_it(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)

    mail = note_bounce([GONE], original_message_id=f"<{message.rfc_id}>")

    assert mail == mail_of(message.pk)
    message.refresh_from_db()
    assert message.delivery == "bounced"
    assert Identity.objects.get(value=EMMA).bounce_status == "5.1.1 no such user"
    assert Event.objects.get(kind="message.bounced").ticket_id == message.ticket_id


def test_a_report_without_the_original_is_understood_by_the_address_it_came_to(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)

    assert note_bounce([GONE], ticket_id=message.ticket_id) == mail_of(message.pk)


def test_a_delay_changes_nothing(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)

    assert note_bounce([Returned(EMMA, "4.4.1 delayed")], original_message_id=message.rfc_id) is None
    message.refresh_from_db()
    assert message.delivery == "sent"
    assert Identity.objects.get(value=EMMA).bounced_at is None


def test_neither_does_a_report_about_somebody_we_did_not_write_to(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)

    forged = Returned("farid@lampenhaus.example", "5.1.1", permanent=True)
    assert note_bounce([forged], original_message_id=message.rfc_id, ticket_id=message.ticket_id) is None
    assert Identity.objects.get(value="farid@lampenhaus.example").bounced_at is None


def test_the_same_report_twice_is_one(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)
    for _time in range(2):
        note_bounce([GONE], original_message_id=message.rfc_id)

    assert Event.objects.filter(kind="message.bounced").count() == 1


def test_an_agent_can_send_it_again(world: World, outbox: Outbox) -> None:
    message = answered(world, outbox)
    note_bounce([GONE], original_message_id=message.rfc_id)
    send_again(message_id=message.pk, actor=Actor.user(world.anna.pk))

    assert len(outbox.mails()) == 2
    message.refresh_from_db()
    assert message.delivery == "sent"
    kinds = Event.objects.filter(message_id=message.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["message.replied", "message.sent", "message.bounced", "message.queued", "message.sent"]

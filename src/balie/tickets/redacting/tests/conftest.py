"""Emma told the number of her card, and somebody may take it out."""

import pytest

from balie.channels.email.models import Delivery, Mailbox
from balie.events.actor import Actor
from balie.files.storage import store
from balie.mail.models import OutgoingMail, State
from balie.search.attachments.texts import FileText
from balie.tickets.content import Content, File
from balie.tickets.conversation import receive, reply
from balie.tickets.models import Channel, Message
from tests.support.world import World

MAIL = b"From: emma@fietsfabriek.example\r\nSubject: Card 4111-1111\r\n\r\nMy card is 4111-1111.\r\n"


@pytest.fixture
def chiara(world: World) -> Actor:
    return Actor.user(world.chiara.pk)


@pytest.fixture
def card(world: World) -> Message:
    """Emma tells the number of her card: in the subject, the words, a file and its name; Anna's answer quotes it."""
    ticket = world.ticket(subject="Card 4111-1111", text="Hello", team=world.it)
    blob, original = store(b"4111-1111 in a file"), store(MAIL)
    FileText.objects.create(sha256=blob, kind="text", text="4111-1111 in a file")
    Delivery.objects.create(
        mailbox=Mailbox.objects.get_or_create(address="help@x.example")[0], source="test", blob_id=original.pk
    )
    file = File(blob.pk, "card 4111-1111.txt", "text/plain", blob.size)
    content = Content(
        text="My card is 4111-1111.", html="<p>My card is <b>4111</b>-1111.</p>", subject="Card 4111-1111",
        files=(file,), original=original.pk,
    )  # fmt: skip
    said = receive(
        ticket_id=ticket.pk, content=content, author=world.emma, channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    reply(ticket_id=ticket.pk, content=Content(text="Is 4111-1111 right?"), actor=Actor.user(world.anna.pk))
    OutgoingMail.objects.update(state=State.SENT)
    return said

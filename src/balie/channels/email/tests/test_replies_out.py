"""What a contact finds in the mailbox after an agent answered."""

from email.utils import parseaddr

import pytest
from django.db import transaction

from balie.channels.email.addresses import ticket_of
from balie.events.actor import Actor
from balie.files.storage import store
from balie.people.identities import contact_for
from balie.people.models import Identity
from balie.tickets.content import Content, File
from balie.tickets.conversation import open_ticket, receive, reply
from balie.tickets.models import Message, Ticket
from balie.tickets.participation import add_participants
from tests.support.outbox import Outbox
from tests.support.world import World

WORDS = Content(text="We send you a new roll.")


def answer(ticket: Ticket, world: World, content: Content = WORDS) -> Message:
    return reply(ticket_id=ticket.pk, content=content, actor=Actor.user(world.anna.pk))


class TestReply:
    def test_it_reaches_the_requester_with_text_and_html(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket(language="en")
        message = answer(ticket, world, Content(text="We send you a new roll.", html="<p>A <b>new</b> roll.</p>"))

        (mail,) = outbox.mails()

        assert mail["To"] == "Emma Klein <emma@fietsfabriek.example>"
        assert mail["From"] == '"Anna de Vries (Support)" <support@localhost>'
        assert mail["Subject"] == f"Re: The till prints no receipts [#{ticket.pk}]"
        assert "We send you a new roll." in mail.text
        assert "<b>new</b>" in mail.html
        message.refresh_from_db()
        assert message.delivery == "sent"
        assert mail["Message-ID"] == f"<{message.rfc_id}>"
        assert message.to == [{"name": "Emma Klein", "email": "emma@fietsfabriek.example"}]

    def test_a_ticket_without_a_subject_is_called_so_in_the_requesters_language(
        self, world: World, outbox: Outbox
    ) -> None:
        ticket = world.ticket(subject="", requester=world.farid)
        answer(ticket, world)
        assert outbox.mails()[0]["Subject"] == f"Re: (kein Betreff) [#{ticket.pk}]"

    def test_it_comes_back_to_its_ticket_by_the_address_alone(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        answer(ticket, world)

        (mail,) = outbox.mails()

        assert ticket_of(parseaddr(mail["Reply-To"] or "")[1]) == ticket.pk
        assert ticket_of(mail["Return-Path"] or "") == ticket.pk

    def test_it_stands_in_the_thread_of_what_it_answers(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        for number in (1, 2):
            receive(
                ticket_id=ticket.pk, content=Content(text=f"More {number}", rfc_id=f"m{number}@posta.example"),
                author=world.emma, channel="email", actor=Actor.contact(world.emma.pk),
            )  # fmt: skip
        answer(ticket, world)

        (mail,) = outbox.mails()

        assert mail["In-Reply-To"] == "<m2@posta.example>"
        assert mail["References"] == "<m1@posta.example> <m2@posta.example>"

    def test_what_opened_the_ticket_is_answered_though_a_machine_wrote_it(self, world: World, outbox: Outbox) -> None:
        ticket, _message = open_ticket(
            subject="Disk full", content=Content(text="95 % on /srv", rfc_id="alarm@nas.example", automatic=True),
            requester=world.emma, channel="email", actor=Actor.contact(world.emma.pk),
        )  # fmt: skip
        absence = Content(text="I am away until Monday.", rfc_id="away@fietsfabriek.example", automatic=True)
        receive(
            ticket_id=ticket.pk, content=absence, author=world.emma, channel="email",
            actor=Actor.contact(world.emma.pk),
        )  # fmt: skip
        answer(ticket, world)

        (mail,) = outbox.mails()

        assert mail["In-Reply-To"] == mail["References"] == "<alarm@nas.example>"
        assert "> 95 % on /srv" in mail.text

    def test_it_quotes_what_it_answers_in_the_language_of_the_contact(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket(text="Sinds vanochtend is de kassa stil.")
        answer(ticket, world)

        (mail,) = outbox.mails()

        text = mail.text
        assert "> Sinds vanochtend is de kassa stil." in text
        assert 'lang="nl"' in mail.html

    def test_those_who_take_part_get_a_copy_and_no_key_to_the_requesters_page(
        self, world: World, outbox: Outbox
    ) -> None:
        ticket = world.ticket()
        with transaction.atomic():
            for contact, accepted in ((world.farid, True), (world.oscar, False)):
                add_participants(
                    ticket_id=ticket.pk, contact_ids=[contact.pk], actor=Actor.user(world.anna.pk), accepted=accepted
                )
        answer(ticket, world, Content(text="Yes.", bcc=({"name": "", "email": "boss@morgenrood.example"},)))

        (mail,) = outbox.mails()

        assert mail["Cc"] == "Farid Haddad <farid@lampenhaus.example>"
        assert mail.recipients == ["emma@fietsfabriek.example", "farid@lampenhaus.example", "boss@morgenrood.example"]
        assert "boss" not in mail.message.as_string().partition("Date:")[2]
        assert "/r/" not in mail.html

    def test_an_address_that_is_nowhere_is_passed_over_for_another(self, world: World, outbox: Outbox) -> None:
        Identity.objects.filter(contact=world.emma).update(value="emma@nowhere.invalid")
        Identity.objects.create(contact=world.emma, kind="email", value="emma@home.example")
        answer(world.ticket(), world)

        (mail,) = outbox.mails()

        assert mail.recipients == ["emma@home.example"]

    def test_files_and_pictures_go_along(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        picture, manual = store(b"\x89PNG picture"), store("Größe".encode())
        answer(
            ticket,
            world,
            Content(
                text="Look:",
                html='<p>Look: <img src="cid:roll@balie"></p>',
                files=(
                    File(picture.sha256, "roll.png", "image/png", picture.size, inline=True, content_id="roll@balie"),
                    File(manual.sha256, "Größe.txt", "text/plain", manual.size),
                ),
            ),
        )

        (mail,) = outbox.mails()

        files = mail.parts()
        assert files["Größe.txt"].get_payload(decode=True) == "Größe".encode()
        assert files["roll.png"]["Content-ID"] == "<roll@balie>"
        assert files["roll.png"].get_payload(decode=True) == b"\x89PNG picture"

    def test_an_address_that_bounced_is_passed_over_for_one_that_works(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        Identity.objects.filter(contact=world.emma).update(bounced_at="2026-01-01T00:00Z")
        Identity.objects.create(contact=world.emma, kind="email", value="emma@home.example")
        answer(ticket, world)

        (mail,) = outbox.mails()

        assert mail.recipients == ["emma@home.example"]

    def test_our_own_mailbox_gets_nothing(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        copies = ({"name": "", "email": "support+x@localhost"}, {"name": "", "email": "a@b.example"})
        answer(ticket, world, Content(text="Yes.", cc=copies))

        (mail,) = outbox.mails()

        assert mail.recipients == ["emma@fietsfabriek.example", "a@b.example"]

    def test_a_contact_without_an_address_gets_no_mail_and_the_message_says_so(
        self, world: World, outbox: Outbox
    ) -> None:
        ticket = world.ticket()
        Identity.objects.filter(contact=world.emma).delete()
        message = answer(ticket, world)

        assert outbox.mails() == []
        message.refresh_from_db()
        assert message.delivery == "none"

    def test_nothing_is_sent_when_the_reply_is_undone(self, world: World, outbox: Outbox) -> None:
        ticket = world.ticket()
        with pytest.raises(RuntimeError), transaction.atomic():
            answer(ticket, world)
            raise RuntimeError

        assert outbox.mails() == []

    def test_a_name_cannot_smuggle_a_header_in(self, world: World, outbox: Outbox) -> None:
        villain = contact_for(email="villain@elsewhere.example", name="V\r\nBcc: everyone@morgenrood.example")
        answer(world.ticket(requester=villain, subject="a\r\nX-Bad: 1"), world)

        (mail,) = outbox.mails()

        assert mail["Bcc"] is None
        assert mail["X-Bad"] is None

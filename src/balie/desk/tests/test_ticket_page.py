"""A ticket's page, and what must not get through it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.accounts.models import User
from balie.core.sanitising import sanitise
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.events.models import Event
from balie.files.storage import store
from balie.mail.models import OutgoingMail
from balie.people.identities import contact_for, note_bounce
from balie.tickets.assignment import assign
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Channel, Message, Ticket
from balie.tickets.participation import add_participants, follow
from balie.tickets.read_marks import ReadMark
from balie.tickets.tags.tagging import set_tags
from balie.tickets.triage import change_subject
from tests.cast import EMMA
from tests.support.world import World


def page(world: World, ticket: Ticket, **options: Any) -> str:
    return text(seated(world.anna).get(f"/desk/tickets/{ticket.pk}/", **options))


def write_in(world: World, ticket: Ticket, content: Content, **fields: Any) -> Message:
    return receive(
        ticket_id=ticket.pk, content=content, author=fields.pop("author", world.emma), channel=Channel.EMAIL,
        actor=Actor.contact(world.emma.pk), **fields,
    )  # fmt: skip


def test_it_shows_what_was_said_in_order(world: World) -> None:
    ticket = world.ticket(text="first words")
    add_note(ticket_id=ticket.pk, content=Content(text="second words"), actor=Actor.user(world.anna.pk))
    reply(ticket_id=ticket.pk, content=Content(text="third words"), actor=Actor.user(world.anna.pk))
    shown = page(world, ticket)
    places = [shown.index(f"{nth} words") for nth in ("first", "second", "third")]
    assert places == sorted(places)
    assert re.findall(r'<article class="message" data-kind="(\w+)"', shown) == ["contact", "note", "agent"]


def test_an_answer_that_nobody_gets_says_so(world: World) -> None:
    nobody = contact_for(email="unknown@sender.invalid")
    ticket = world.ticket(requester=nobody)
    reply(ticket_id=ticket.pk, content=Content(text="Who are you?"), actor=Actor.user(world.anna.pk))
    assert "No mail went out: there is no address that can be written to." in page(world, ticket)
    assert not OutgoingMail.objects.exists()


def test_it_tells_what_happened_between(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=anna)
    assign(ticket_id=ticket.pk, assignee_id=world.bram.pk, actor=anna)
    change_status(ticket_id=ticket.pk, status="pending", actor=anna)
    change_subject(ticket_id=ticket.pk, subject="Other", actor=anna)
    set_tags(ticket_id=ticket.pk, names=["till"], actor=anna)
    set_tags(ticket_id=ticket.pk, names=[], actor=anna)
    plain = re.sub(r"<[^>]+>", "", page(world, ticket))
    for words in (
        "Anna de Vries took it",
        "Anna de Vries assigned it to Bram Jansen",
        "Anna de Vries set the status to Pending",
        "Anna de Vries changed the subject",
        "Anna de Vries added the tag till",
        "Anna de Vries removed the tag till",
    ):
        assert words in plain


def test_nothing_in_a_mail_runs(world: World) -> None:
    ticket = world.ticket(
        subject="<img src=x onerror=alert(1)>", text="<script>alert(2)</script> https://a.example/?a=1&b=2"
    )
    evil = (
        '<p onclick="alert(3)">Hi<script>alert(4)</script><img src="https://spy.example/p.gif">'
        '<a href="javascript:x">y</a></p>'
    )
    write_in(world, ticket, Content(text="", html=sanitise(evil), history_html=sanitise(evil)))
    shown = page(world, ticket)
    body = shown.split('id="ticket"', 1)[1].split('class="ticket-composer"', 1)[0]
    assert "<script" not in body
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", body)
    assert "onclick" not in body
    assert "javascript:" not in body
    assert ' src="https://spy' not in body
    assert 'data-remote-src="https://spy.example/p.gif"' in body
    assert 'href="https://a.example/?a=1&amp;b=2"' in body


def test_every_answer_has_the_strict_policy(world: World) -> None:
    policy = seated(world.anna).get(f"/desk/tickets/{world.ticket().pk}/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_pictures_that_came_with_a_mail_stand_in_their_places(world: World) -> None:
    ticket, picture, log = world.ticket(), store(b"picture"), store(b"log")
    html = sanitise('<p>See <img src="cid:a@b" alt="lamp"> and <img src="cid:missing" alt="other"></p>')
    files = (
        File(picture.sha256, "lamp 1.png", "image/png", picture.size, inline=True, content_id="a@b"),
        File(log.sha256, "till.log", "text/plain", log.size),
    )
    message = write_in(world, ticket, Content(text="", html=html, files=files))
    inline, other = message.attachments.order_by("pk")
    shown = page(world, ticket)
    assert f'src="/files/attachments/{inline.pk}/lamp%201.png"' in shown
    assert "cid:" not in shown
    assert shown.count("lamp%201.png") == 1
    assert f'href="/files/attachments/{other.pk}/till.log"' in shown
    assert "3 bytes" in shown


def test_what_was_quoted_is_folded(world: World) -> None:
    ticket = world.ticket()
    write_in(world, ticket, Content(text="It works.\n\n> Try again", reply_text="It works."))
    folded = page(world, ticket).split('<details class="message-history">')[1].split("</details>")[0]
    assert "Try again" in folded
    assert "It works" not in folded


def test_a_stranger_waits_for_acceptance(world: World) -> None:
    ticket = world.ticket()
    write_in(world, ticket, Content(text="Me too"), author=world.oscar, unverified=True)
    path = f"/desk/tickets/{ticket.pk}/participants/{world.oscar.pk}/acceptance/"
    anna = seated(world.anna)
    assert path in text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    anna.post(path)
    assert ticket.participants.get().accepted
    assert path not in text(anna.get(f"/desk/tickets/{ticket.pk}/"))


def test_a_stranger_can_be_ignored(world: World) -> None:
    ticket = world.ticket()
    message = write_in(world, ticket, Content(text="Buy this"), author=world.oscar, unverified=True)
    anna, base = seated(world.anna), f"/desk/tickets/{ticket.pk}/"
    anna.post(f"{base}participants/{world.oscar.pk}/removal/")
    assert not ticket.participants.exists()
    shown = text(anna.get(base))
    assert f"message-{message.pk}" in shown
    assert "acceptance/" not in shown


def test_the_panel_tells_who_asked(world: World) -> None:
    earlier = world.ticket(subject="An older question")
    hidden = world.ticket(subject="A hidden question", team=world.orders)
    note_bounce(email=EMMA.email, status="5.1.1")
    ticket = world.ticket()
    add_participants_to(ticket, world.farid.pk)
    follow(ticket_id=ticket.pk, user_id=world.chiara.pk, actor=SYSTEM)
    shown = page(world, ticket)
    for words in (EMMA.name, EMMA.email, "Fietsfabriek", "bounces", "Farid Haddad", "Chiara Rossi"):
        assert words in shown
    assert f"/desk/tickets/{earlier.pk}/" in shown
    assert hidden.subject not in shown


def add_participants_to(ticket: Ticket, *contacts: int) -> None:
    add_participants(ticket_id=ticket.pk, contact_ids=contacts, actor=SYSTEM)


@pytest.mark.parametrize(
    ("state", "words", "again"),
    [
        ("queued", "Waiting to be sent", False),
        ("sent", "Sent", False),
        ("failed", "could not be sent", True),
        ("uncertain", "may or may not have arrived", True),
        ("bounced", "came back", True),
    ],
)
def test_each_answer_tells_how_it_fares(world: World, state: str, words: str, again: bool) -> None:
    ticket = world.ticket()
    message = reply(ticket_id=ticket.pk, content=Content(text="Hello"), actor=Actor.user(world.anna.pk))
    Message.objects.filter(pk=message.pk).update(delivery=state)
    shown = page(world, ticket)
    assert words in shown
    assert (f"/desk/messages/{message.pk}/delivery/" in shown) is again


def test_a_long_history_comes_in_parts(world: World) -> None:
    ticket = world.ticket(text="words 0.")
    for number in range(1, 70):
        write_in(world, ticket, Content(text=f"words {number}."))
    anna = seated(world.anna)
    first = text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "words 69." in first
    assert "words 20." in first
    assert "words 19." not in first
    link = re.search(r'hx-get="([^"]+before=\d+)"', first)
    assert link
    rest = text(anna.get(link[1], headers=FRAGMENT))
    assert re.findall(r"words (\d+)\.", rest) == [str(number) for number in range(20)]
    assert "before=" not in rest
    whole = re.search(r'href="(/desk/tickets/\d+/\?until=\d+)"', first)
    assert whole
    assert "words 0." in text(anna.get(whole[1]))


def test_a_link_to_a_message_leads_to_the_part_that_has_it(world: World) -> None:
    ticket = world.ticket(text="words 0.")
    said = [write_in(world, ticket, Content(text=f"words {number}.")) for number in range(1, 120)]
    reply(ticket_id=ticket.pk, content=Content(text="Hello"), actor=Actor.user(world.bram.pk))
    shown = page(world, ticket, query_params={"at": said[40].pk})
    assert re.findall(r"words (\d+)\.", shown) == [str(number) for number in range(17, 67)]
    assert "Go to the newest messages" in shown
    assert f'name="seen" value="{Event.objects.latest("pk").pk}"' in shown
    seen = re.findall(r'data-seen="(\d+)"', shown)
    assert Event.objects.get(pk=seen[0]).message_id == said[65].pk
    sent = {"body": "My own answer", "seen": seen[0], "sure": "1"}
    answer = seated(world.anna).post(f"/desk/tickets/{ticket.pk}/messages/", sent)
    assert answer.status_code == 409
    assert "words 119." in text(answer)
    newest = page(world, ticket, query_params={"at": said[110].pk})
    assert "Go to the newest messages" not in newest


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (("resolved", "closed"), "Anna de Vries closed it"),
        (("resolved", "open"), "Anna de Vries opened it again"),
        (("resolved", "pending"), "Anna de Vries opened it again"),
    ],
)
def test_it_tells_how_it_ended_and_went_on(world: World, statuses: tuple[str, ...], words: str) -> None:
    ticket = world.ticket()
    for status in statuses:
        change_status(ticket_id=ticket.pk, status=status, actor=Actor.user(world.anna.pk))
    assert words in re.sub(r"<[^>]+>", "", page(world, ticket))


def test_changes_in_a_row_are_folded_but_for_the_last(world: World) -> None:
    ticket, anna = world.ticket(), Actor.user(world.anna.pk)
    for name in ("one", "two", "three"):
        set_tags(ticket_id=ticket.pk, names=[name], actor=anna)
    assert "event-fold" not in page(world, ticket)
    change_status(ticket_id=ticket.pk, status="pending", actor=Actor.user(world.bram.pk))
    shown = page(world, ticket)
    assert "3 changes by Anna de Vries" in shown
    assert shown.index("set the status to") > shown.index("</details></li>", shown.index("event-fold"))


def read(world: World, ticket: Ticket, message: Message, reader: User | None = None) -> None:
    who = reader or world.anna
    answer = seated(who).post(f"/desk/tickets/{ticket.pk}/reading/", {"message": message.pk})
    assert answer.status_code == 204


def test_what_is_new_begins_where_one_left_off(world: World) -> None:
    ticket, anna = world.ticket(text="words 0."), Actor.user(world.anna.pk)
    assert 'id="unread"' not in page(world, ticket), "one was never here"
    old = write_in(world, ticket, Content(text="words 1."))
    read(world, ticket, old)
    assert 'id="unread"' not in page(world, ticket)
    add_note(ticket_id=ticket.pk, content=Content(text="My own"), actor=anna)
    assert 'id="unread"' not in page(world, ticket)
    write_in(world, ticket, Content(text="words 2."))
    new = write_in(world, ticket, Content(text="words 3."))
    shown = page(world, ticket)
    assert "2 new messages" in shown
    assert shown.index("My own") < shown.index('id="unread"') < shown.index("words 2.")
    assert 'id="unread"' not in text(seated(world.chiara).get(f"/desk/tickets/{ticket.pk}/"))
    read(world, ticket, new)
    read(world, ticket, old)
    assert 'id="unread"' not in page(world, ticket), "what was read stays read"
    assert 'id="unread"' in page(world, ticket, query_params={"read": old.pk}), "for a page that was open before"


def test_only_messages_of_the_ticket_are_read(world: World) -> None:
    ticket, other = world.ticket(), world.ticket()
    read(world, ticket, other.messages.get())
    assert not ReadMark.objects.exists()


def test_the_first_new_message_is_offered_where_it_is_not_loaded(world: World) -> None:
    ticket = world.ticket()
    read(world, ticket, ticket.messages.get())
    for number in range(60):
        write_in(world, ticket, Content(text=f"words {number}."))
    shown = page(world, ticket)
    assert "Go to the first new message" in shown
    there = page(world, ticket, query_params={"at": ticket.messages.earliest("pk").pk})
    assert there.index('id="unread"') < there.index("words 0.")


# Session, user with their teams, the ticket, messages, events, files, participants and followers with tags, tags that
# events speak of, names of colleagues and teams, addresses, other tickets, what the contact found, the
# views that were made, the custom fields, the colours of tags: each process remembers these and others for
# some seconds.
QUERIES = 15


@pytest.mark.parametrize("number", [1, 40])
def test_it_takes_the_same_queries_whatever_was_said(world: World, number: int) -> None:
    ticket, blob = world.ticket(), store(b"x")
    for turn in range(number + 1):
        write_in(world, ticket, Content(text="Hi", files=(File(blob.sha256, "x.txt", "text/plain", 1),)))
        add_note(ticket_id=ticket.pk, content=Content(text="Hm"), actor=Actor.user(world.bram.pk))
        set_tags(ticket_id=ticket.pk, names=[f"tag {turn}"], actor=Actor.user(world.anna.pk))
        world.ticket()
    add_participants_to(ticket, world.farid.pk, world.oscar.pk)
    anna = seated(world.anna)
    with CaptureQueriesContext(connection) as queries:
        anna.get(f"/desk/tickets/{ticket.pk}/")
    assert len(queries) == QUERIES


def test_a_sender_who_could_not_be_verified_is_warned_of(world: World) -> None:
    ticket = world.ticket(reason="not-authenticated")
    assert "Its sender could not be verified" in page(world, ticket)


def test_a_number_beyond_all_numbers_is_nothing(world: World) -> None:
    assert seated(world.anna).get(f"/desk/tickets/{10**30}/").status_code == 404


def test_a_mail_that_could_not_be_read_says_so_and_can_be_downloaded(world: World) -> None:
    original = store(b"riddle").pk
    ticket = world.ticket(text="Hello")
    message = write_in(world, ticket, Content(text="", original=original), reason="not-understood")
    shown = page(world, ticket)
    assert "This message could not be read." in shown
    assert "Nothing is lost" in shown
    assert f'href="/desk/messages/{message.pk}/original.eml"' in shown
    assert f'href="/desk/messages/{message.pk}/"' not in shown, "it has no look"

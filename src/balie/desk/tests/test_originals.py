"""Messages as they came, and sending once more."""

from time import perf_counter

import pytest
from django.test import Client

from balie.desk.original_look import original_page
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import Actor
from balie.files.storage import store
from balie.mail.models import OutgoingMail
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from balie.tickets.models import Message
from tests.support.world import World

MAIL = b"""From: Emma <emma@fietsfabriek.example>
Subject: The till
MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html; charset=iso-8859-1

<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/">
<style>p { color: red }</style></head><body><p style="font-size: 30px">Gr\xfc\xdfe</p>
<img src="cid:lamp@x"><img src="https://spy.example/p.gif"><script>alert(1)</script></body></html>
--b
Content-Type: image/png
Content-ID: <lamp@x>
Content-Transfer-Encoding: base64

aGVsbG8=
--b--
"""


@pytest.fixture
def message(world: World) -> Message:
    ticket = world.ticket(team=world.it)
    message = ticket.messages.get()
    Message.objects.filter(pk=message.pk).update(original=store(MAIL))
    return message


@pytest.fixture
def anna(world: World) -> Client:
    return seated(world.anna)


def test_the_original_look_is_shown_where_it_can_do_nothing(message: Message, anna: Client) -> None:
    page = text(anna.get(f"/desk/messages/{message.pk}/"))
    assert f'src="/desk/messages/{message.pk}/original/" sandbox' in page
    frame = anna.get(f"/desk/messages/{message.pk}/original/")
    policy = frame["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none';")
    assert "script-src" not in policy
    assert "img-src data:;" in policy
    shown = text(frame)
    assert '<p style="font-size: 30px">Grüße</p>' in shown
    assert 'src="data:image/png;base64,aGVsbG8="' in shown
    assert "<meta" not in shown


def test_a_mail_of_nothing_but_tags_that_never_end_is_read_in_one_go() -> None:
    began = perf_counter()
    original_page(b"Content-Type: text/html\n\n" + b"<meta http-equiv" * 1000)
    assert perf_counter() - began < 5


def test_pictures_from_the_internet_come_only_when_they_are_asked_for(message: Message, anna: Client) -> None:
    Message.objects.filter(pk=message.pk).update(html='<img data-remote-src="https://spy.example/p.gif">')
    asking = f"/desk/messages/{message.pk}/?pictures=yes"
    assert f'<a href="{asking}">' in text(anna.get(f"/desk/tickets/{message.ticket_id}/"))
    assert f'src="/desk/messages/{message.pk}/original/?pictures=yes" sandbox' in text(anna.get(asking))
    frame = anna.get(f"/desk/messages/{message.pk}/original/?pictures=yes")
    assert "img-src data: https: http:;" in frame["Content-Security-Policy"]
    assert frame["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert frame["Referrer-Policy"] == "no-referrer"


def test_a_mail_of_text_is_shown_as_text(message: Message, anna: Client) -> None:
    Message.objects.filter(pk=message.pk).update(original=store(b"From: a@b.example\n\n<b>not bold</b>"))
    assert "&lt;b&gt;not bold" in text(anna.get(f"/desk/messages/{message.pk}/original/"))


def test_the_original_can_be_saved(message: Message, anna: Client) -> None:
    answer = anna.get(f"/desk/messages/{message.pk}/original.eml")
    assert b"".join(answer.streaming_content) == MAIL  # type: ignore[attr-defined] # a file response streams
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "message/rfc822"


def test_what_did_not_come_as_a_mail_has_no_original(world: World, anna: Client) -> None:
    message = world.ticket().messages.get()
    assert anna.get(f"/desk/messages/{message.pk}/").status_code == 404
    assert "original" not in text(anna.get(f"/desk/tickets/{message.ticket_id}/"))


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_message_that_failed_is_sent_again(world: World, anna: Client, headers: dict[str, str]) -> None:
    ticket = world.ticket()
    message = reply(ticket_id=ticket.pk, content=Content(text="Hello"), actor=Actor.user(world.anna.pk))
    OutgoingMail.objects.update(state="failed")
    Message.objects.filter(pk=message.pk).update(delivery="failed")
    answer = anna.post(f"/desk/messages/{message.pk}/delivery/", headers=headers)
    assert answer.status_code == (200 if headers else 303)
    message.refresh_from_db()
    assert message.delivery == "queued"
    assert OutgoingMail.objects.get().state == "queued"


def test_a_message_on_its_way_is_not_sent_twice(world: World, anna: Client) -> None:
    message = reply(ticket_id=world.ticket().pk, content=Content(text="Hello"), actor=Actor.user(world.anna.pk))
    assert anna.post(f"/desk/messages/{message.pk}/delivery/").status_code == 422
    assert seated(world.lena).post(f"/desk/messages/{message.pk}/delivery/").status_code == 403

"""Mail by SMTP: kept before it is acknowledged, and only for those who live here."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from balie.channels.email.models import Delivery, Mailbox, State
from balie.files.storage import read_blob
from tests.support.smtp import Listener, listener, mail

__all__ = ["listener"]


def test_what_is_acknowledged_is_kept_byte_for_byte(listener: Listener) -> None:
    raw = mail("..a dot at the beginning\n.\nand one alone\n", Message_ID="<1@inbox.example>")
    listener.send(raw)
    delivery = Delivery.objects.get()
    assert read_blob(delivery.blob_id) == raw
    assert (delivery.state, delivery.envelope_from) == (State.RECEIVED, "henry@inbox.example")
    assert delivery.envelope_to == ["support@localhost"]


@pytest.mark.parametrize(
    "to", ["support+aZ9@localhost", "SUPPORT@LocalHost", "help@shop.example", "postmaster@localhost"]
)
def test_it_takes_mail_for_every_form_of_an_address(listener: Listener, to: str) -> None:
    Mailbox.objects.update(extra_addresses=["help@shop.example"])
    listener.send(mail(), to=to)
    assert Delivery.objects.get().envelope_to == [to]


@pytest.mark.parametrize("to", ["nobody@localhost", "support@elsewhere.example", "supporter@localhost"])
def test_it_refuses_relaying_and_unknown_addresses(listener: Listener, to: str) -> None:
    with listener.client() as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail("henry@inbox.example", [to], mail())
    assert refused.value.recipients[to][0] == 550
    assert not Delivery.objects.exists()


def test_a_mailbox_that_was_just_added_is_known_at_once(listener: Listener) -> None:
    listener.send(mail())
    Mailbox.objects.create(address="orders@localhost")
    listener.send(mail(), to="orders@localhost")
    assert [delivery.mailbox.address for delivery in Delivery.objects.order_by("id")] == [
        "support@localhost",
        "orders@localhost",
    ]


def test_a_mail_to_two_mailboxes_is_two_deliveries_and_one_blob(listener: Listener) -> None:
    Mailbox.objects.create(address="orders@localhost")
    recipients = ["support@localhost", "orders@localhost", "support+x@localhost"]
    with listener.client() as client:
        client.sendmail("henry@inbox.example", recipients, mail())
    first, second = Delivery.objects.order_by("id")
    assert first.envelope_to == ["support@localhost", "support+x@localhost"]
    assert first.blob_id == second.blob_id


def test_what_is_too_large_is_refused_before_and_after_it_is_sent(listener: Listener, settings: Settings) -> None:
    settings.BALIE_MAIL_SIZE_LIMIT = 20_000
    with Listener() as small:
        raw = mail("x" * 900 + "\n" + "y" * 30_000)
        with small.client() as client:
            assert client.mail("henry@inbox.example", [f"SIZE={len(raw)}"])[0] == 552
        with small.client() as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.mail("henry@inbox.example")
            client.rcpt("support@localhost")
            code, words = client.data(raw)
            raise smtplib.SMTPDataError(code, words)
        assert refused.value.smtp_code == 552
        small.send(mail("x" * 15_000))
    assert Delivery.objects.count() == 1


def test_long_lines_and_eight_bits_come_through(listener: Listener) -> None:
    raw = b"From: h@x.example\r\nTo: support@localhost\r\n\r\n" + "ü".encode() * 400_000 + b"\r\n"
    with listener.client() as client:
        client.sendmail("h@x.example", ["support@localhost"], raw, mail_options=["BODY=8BITMIME", "SMTPUTF8"])
    assert read_blob(Delivery.objects.get().blob_id) == raw


def test_an_address_with_letters_beyond_ascii_may_write(listener: Listener) -> None:
    with listener.client() as client:
        client.sendmail("jürgen@münchen.example", ["support@localhost"], mail(), mail_options=["SMTPUTF8"])
    assert Delivery.objects.get().envelope_from == "jürgen@münchen.example"


@pytest.fixture
def line(listener: Listener) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", listener.port), timeout=20) as raw:
        yield raw


def _say(line: socket.socket, words: bytes) -> bytes:
    line.sendall(words)
    return line.recv(4000)


def _begin(line: socket.socket) -> None:
    line.recv(1000)
    for words in (b"HELO x\r\n", b"MAIL FROM:<>\r\n", b"RCPT TO:<support@localhost>\r\n"):
        assert _say(line, words).startswith(b"250"), words
    assert _say(line, b"DATA\r\n").startswith(b"354")


@pytest.mark.parametrize("end", [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r"])
def test_no_second_message_can_be_smuggled_behind_bare_line_feeds(line: socket.socket, end: bytes) -> None:
    _begin(line)
    smuggled = b"MAIL FROM:<boss@localhost>\r\nRCPT TO:<support@localhost>\r\nDATA\r\nSubject: pay\r\n\r\nnow\r\n.\r\n"
    assert _say(line, b"Subject: one\r\n\r\nhello" + end + smuggled).startswith(b"250")
    delivery = Delivery.objects.get()
    assert b"Subject: pay" in read_blob(delivery.blob_id)
    assert delivery.envelope_from == "<>"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_the_end_is_found_however_the_bytes_arrive(line: socket.socket, size: int) -> None:
    _begin(line)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    data = b"Subject: x\r\n\r\n..\r\na.\r\n.b\r\n\r\n.\r\n"
    for start in range(0, len(data), size):
        line.sendall(data[start : start + size])
    assert line.recv(1000).startswith(b"250")
    assert read_blob(Delivery.objects.get().blob_id) == b"Subject: x\r\n\r\n.\r\na.\r\nb\r\n\r\n"


def test_an_empty_message_and_commands_sent_at_once_are_understood(line: socket.socket) -> None:
    _begin(line)
    line.sendall(b".\r\nRSET\r\nQUIT\r\n")
    heard = b""
    while more := line.recv(1000):
        heard += more
    assert [reply[:3] for reply in heard.splitlines()] == [b"250", b"250", b"221"]
    assert read_blob(Delivery.objects.get().blob_id) == b""


def test_too_many_connections_of_one_peer_are_told_to_come_later(transactional_db: None) -> None:
    with Listener(per_peer=2) as busy, busy.client(), busy.client():
        with pytest.raises(smtplib.SMTPConnectError) as refused, busy.client():
            pass
        assert refused.value.smtp_code == 421


def test_without_a_database_the_sender_is_asked_to_try_again(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_fields: object) -> None:
        raise OperationalError("the database is away")

    listener.send(mail(subject="Before"))
    monkeypatch.setattr("balie.channels.email.reception.take_in", away)
    with listener.client() as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("henry@inbox.example", ["support@localhost"], mail())
    assert refused.value.smtp_code == 451
    monkeypatch.undo()
    listener.send(mail(subject="After"))
    assert Delivery.objects.count() == 2


def test_two_alarms_that_read_the_same_are_two(listener: Listener) -> None:
    alarm = mail("Disk full", sender="monitor@localhost")
    for _time in range(3):
        listener.send(alarm, sender="monitor@localhost")
    with listener.client() as client:
        client.sendmail("monitor@localhost", ["support@localhost"], alarm)
        client.sendmail("monitor@localhost", ["support@localhost"], alarm)
    assert Delivery.objects.count() == 5


def test_senders_who_hang_up_without_a_word_have_heard_the_answer(listener: Listener) -> None:
    for _time in range(2):
        with socket.create_connection(("127.0.0.1", listener.port), timeout=20) as line:
            _begin(line)
            assert _say(line, b"Subject: Disk full\r\n\r\n.\r\n").startswith(b"250")
        _until(lambda: Delivery.objects.filter(confirmed=False).count() == 0)
    assert Delivery.objects.count() == 2


def test_a_sender_who_did_not_hear_the_answer_and_tries_again_is_one(listener: Listener) -> None:
    alarm = mail("Disk full")
    listener.send(alarm)
    # As a listener leaves it that is killed between its commit and its answer.
    Delivery.objects.update(confirmed=False)
    listener.send(alarm)
    assert Delivery.objects.count() == 1
    listener.send(alarm)
    assert Delivery.objects.count() == 2


def _until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + 10
    while not true():
        assert monotonic() < deadline
        Event().wait(0.01)

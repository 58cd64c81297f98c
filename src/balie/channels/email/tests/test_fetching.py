"""Mail by IMAP, from a real server: each message once, none forgotten, none in the way of the next."""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from django.db.models import Value
from django.db.models.functions import Replace
from pytest_django.fixtures import Settings

from balie.channels.email import leases
from balie.channels.email.fetch import RENUMBERED, BrokenBy, Sweep
from balie.channels.email.fetching import Fetching, account_of, note_failure, note_success
from balie.channels.email.imap_server import Account, CannotFetch, Server, in_words
from balie.channels.email.models import Delivery, Mailbox, Outcome, State
from balie.channels.email.sealing import Unreadable, seal, unseal
from balie.core import clock
from balie.files.storage import read_blob
from tests.support.dovecot import PASSWORD, USER, Dovecot, dovecot
from tests.support.smtp import mail

__all__ = ["dovecot"]


@pytest.fixture
def mailbox(db: None, dovecot: Dovecot) -> Mailbox:
    return Mailbox.objects.create(
        address="support@help.example", imap_host="127.0.0.1", imap_port=dovecot.port, imap_security="none",
        imap_user=USER, imap_secret=seal(PASSWORD),
    )  # fmt: skip


def _sweep(mailbox: Mailbox) -> int:
    with Server(account_of(mailbox.pk)) as server:
        new = Sweep(mailbox.pk).run(server)
    note_success(mailbox.pk)
    mailbox.refresh_from_db()
    return new


def _subjects() -> list[str]:
    raws = (read_blob(delivery.blob_id) for delivery in Delivery.objects.order_by("id"))
    return [raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for raw in raws]


def test_unread_mail_is_taken_in_at_the_first_visit_and_all_that_is_new_later(
    mailbox: Mailbox, dovecot: Dovecot
) -> None:
    dovecot.deliver(mail(subject="Years ago"), seen=True)
    dovecot.deliver(mail(subject="Unread"))
    assert _sweep(mailbox) == 1
    dovecot.deliver(mail(subject="Read by a colleague"), seen=True)
    assert _sweep(mailbox) == 1
    assert _sweep(mailbox) == 0
    assert _subjects() == ["Unread", "Read by a colleague"]


def test_bytes_come_as_they_are_and_are_marked_as_read_afterwards(mailbox: Mailbox, dovecot: Dovecot) -> None:
    raw = mail("Grüße ✓", subject="Odd \x01 bytes") + b"\xff\xfe\r\n"
    dovecot.deliver(raw)
    _sweep(mailbox)
    assert read_blob(Delivery.objects.get().blob_id) == raw
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as other:
        other.login(USER, PASSWORD)
        other.select()
        assert other.uid("SEARCH", "UNSEEN") == ("OK", [b""])


def test_what_was_taken_in_before_a_crash_is_not_taken_in_again(mailbox: Mailbox, dovecot: Dovecot) -> None:
    for number in range(3):
        dovecot.deliver(mail(subject=f"Number {number}"))
    _sweep(mailbox)
    # The commit of the messages was the last thing that happened.
    Mailbox.objects.update(last_uid=0)
    dovecot.deliver(mail(subject="After it"))
    assert _sweep(mailbox) == 1
    assert Delivery.objects.count() == 4


def test_new_numbers_bring_nothing_twice_and_lose_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    alarm = mail("Disk full", subject="Alarm")
    for raw in (alarm, alarm, mail(subject="Question")):
        dovecot.deliver(raw)
    _sweep(mailbox)
    dovecot.renumber()
    dovecot.deliver(alarm)
    dovecot.deliver(mail(subject="Came meanwhile"), seen=True)
    _sweep(mailbox)
    wanted = Delivery.objects.exclude(outcome=Outcome.DUPLICATE)
    assert wanted.count() == 5
    assert set(Delivery.objects.filter(outcome=Outcome.DUPLICATE).values_list("reason", "state")) == {
        (RENUMBERED, State.DONE)
    }
    dovecot.deliver(alarm)
    assert _sweep(mailbox) == 1
    assert wanted.count() == 6


def test_the_numbers_of_another_server_are_others(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """Servers that begin at 1 have the same UIDVALIDITY and the same UIDs."""
    dovecot.deliver(mail(subject="On the old server"))
    _sweep(mailbox)
    Mailbox.objects.update(imap_host="localhost", uidvalidity=None, last_uid=0)
    for file in (dovecot.home / "mail" / USER).rglob("*.test*"):
        file.unlink()
    dovecot.renumber()
    dovecot.deliver(mail(subject="On the new server"))
    Delivery.objects.update(source=Replace("source", Value(str(mailbox.uidvalidity)), Value("1234567")))
    assert _sweep(mailbox) == 1
    assert _subjects() == ["On the old server", "On the new server"]


def test_a_message_over_which_the_server_hangs_up_stops_nobody_and_is_tried_again(
    mailbox: Mailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in ("First", "Spoilt", "Last"):
        dovecot.deliver(mail(subject=subject))
    sweep = Sweep(mailbox.pk)
    with Server(account_of(mailbox.pk)):
        pass  # the server has numbered them
    with _unreadable(dovecot, 2):
        for _time in range(2):
            with Server(account_of(mailbox.pk)) as server, pytest.raises(BrokenBy, match="2"):
                sweep.run(server)
        with Server(account_of(mailbox.pk)) as server:
            sweep.run(server)
    note_success(mailbox.pk)
    mailbox.refresh_from_db()
    assert _subjects() == ["First", "Last"]
    assert (mailbox.missed_uids, "(UID): 2" in mailbox.last_error) == ([2], True)
    monkeypatch.setattr("balie.channels.email.fetch._LEFT_ALONE_FOR", 0.0)
    with Server(account_of(mailbox.pk)) as server:
        assert sweep.run(server) == 1
    mailbox.refresh_from_db()
    assert mailbox.missed_uids == []


def test_a_message_that_the_server_refuses_stops_nobody(
    mailbox: Mailbox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in ("First", "Refused", "Last"):
        dovecot.deliver(mail(subject=subject))
    real = Server.message

    def message(server: Server, uid: int, *, at_most: int) -> bytes | None:
        if uid == 2:
            raise CannotFetch("NO [UNAVAILABLE]")
        return real(server, uid, at_most=at_most)

    with monkeypatch.context() as spoilt:
        spoilt.setattr(Server, "message", message)
        assert _sweep(mailbox) == 2
    assert (_subjects(), mailbox.missed_uids) == (["First", "Last"], [2])
    assert _sweep(mailbox) == 1
    assert (mailbox.missed_uids, mailbox.last_error) == ([], "")


def test_a_mail_that_is_too_large_is_told_of_and_left_where_it_is(
    mailbox: Mailbox, dovecot: Dovecot, settings: Settings
) -> None:
    settings.BALIE_MAIL_SIZE_LIMIT = 100_000
    dovecot.deliver(mail("x\n" * 100_000, subject="Holiday pictures", Message_ID="<big@inbox.example>"))
    _sweep(mailbox)
    raw = read_blob(Delivery.objects.get().blob_id)
    assert b"Subject: Holiday pictures\r\n" in raw
    assert b"still in the mailbox" in raw
    assert len(raw) < 2000


def test_a_wrong_password_is_said_in_words(mailbox: Mailbox, dovecot: Dovecot) -> None:
    Mailbox.objects.update(imap_secret=seal("wrong"))
    with pytest.raises(Exception, match="AUTHENTICATIONFAILED") as refused, Server(account_of(mailbox.pk)):
        pass
    words = in_words(refused.value)
    assert words.startswith("The server refuses the user name or the password")
    note_failure(mailbox.pk, words)
    mailbox.refresh_from_db()
    assert mailbox.failing_since
    Mailbox.objects.update(imap_secret=seal(PASSWORD))
    _sweep(mailbox)
    assert Mailbox.objects.filter(failing_since__isnull=True, last_error="").exists()


def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot: Dovecot) -> None:
    account = Account("127.0.0.1", dovecot.port, "tls", USER, "INBOX", PASSWORD)
    with pytest.raises(OSError, match="SSL"), Server(account):
        pass


def test_a_password_is_not_readable_in_the_database_nor_with_another_key(settings: Settings) -> None:
    sealed = seal(PASSWORD)
    assert PASSWORD not in sealed
    assert unseal(sealed) == PASSWORD
    settings.SECRET_KEY = "another key"
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_one_process_at_a_time_fetches_a_mailbox(mailbox: Mailbox) -> None:
    assert leases.hold(mailbox.pk, owner="one")
    assert leases.hold(mailbox.pk, owner="one")
    assert not leases.hold(mailbox.pk, owner="two")
    with clock.set_to(clock.now() + leases.LEASE + timedelta(seconds=1)):
        assert leases.hold(mailbox.pk, owner="two")
        leases.give_back(mailbox.pk, owner="one")
        assert not leases.hold(mailbox.pk, owner="one")


def test_the_listener_fetches_by_itself_what_comes_while_it_waits(
    transactional_db: None, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    fetching = Fetching()
    fetching.start()
    try:
        dovecot.deliver(mail(subject="At once"))
        _until(lambda: Delivery.objects.count() == 1)
        _until(lambda: bool(Mailbox.objects.get().fetched_at))
        dovecot.deliver(mail(subject="While it was waiting"))
        _until(lambda: Delivery.objects.count() == 2)
    finally:
        fetching.stop()
        fetching.join(20)
    assert not fetching.is_alive()
    assert Mailbox.objects.get().fetcher == ""


@contextmanager
def _unreadable(dovecot: Dovecot, number: int) -> Iterator[None]:
    """The server knows of the message, and fails when it opens it."""
    (file,) = (dovecot.home / "mail" / USER).rglob(f"*_{number}.test*")
    away = dovecot.home / "away"
    file.rename(away)
    file.symlink_to(file.name)
    yield
    file.unlink()
    away.rename(file)


def _until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + 15
    while not true():
        assert monotonic() < deadline
        Event().wait(0.02)

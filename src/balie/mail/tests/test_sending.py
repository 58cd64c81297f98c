"""Mail to a real SMTP server: what it takes, refuses and puts off."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from balie.core import clock
from balie.mail import outcomes, sending, transports
from balie.mail.address import Address
from balie.mail.models import Attempt, OutgoingMail, State
from balie.mail.outcomes import Outcome
from balie.mail.queueing import NoRecipient, queue, send_again
from balie.mail.transports.smtp import SmtpTransport
from tests.support.smtp_sink import Sink, smtp_sink

pytestmark = pytest.mark.django_db(transaction=True)

ANNA, EMMA, FARID = Address("anna@morgenrood.example", "Anna"), Address("emma@a.example"), Address("farid@b.example")


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as sink:
        settings.BALIE_OUTGOING_MAIL = sink.url
        yield sink
        transports.current().close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    heard: list[Outcome] = []
    monkeypatch.setattr(outcomes, "_listeners", [heard.append])
    return heard


def queued(*to: Address, **fields: object) -> OutgoingMail:
    values: dict[str, object] = {"purpose": "test", "sender": ANNA, "to": to or (EMMA,), "subject": "Hi", "text": "."}
    return queue(**{**values, **fields})  # type: ignore[arg-type] # values of a test


def send_all() -> None:
    while sending.run_batch():
        pass


def state_of(mail: OutgoingMail) -> str:
    return OutgoingMail.objects.get(pk=mail.pk).state


def test_it_delivers_and_tells_whoever_queued_it(sink: Sink, told: list[Outcome]) -> None:
    mail = queued(EMMA, text="Dear Emma,\n.\n..dots\n", reference="message:7")
    send_all()

    assert [kept.recipients for kept in sink.kept] == [["emma@a.example"]]
    assert sink.kept[0].message_id == mail.message_id
    assert sink.kept[0].content.endswith(b"Dear Emma,\r\n.\r\n..dots\r\n")
    assert told == [Outcome(mail.pk, "test", "message:7", "sent")]


def test_it_uses_one_connection_for_a_batch_and_the_next(sink: Sink) -> None:
    for _number in range(3):
        queued()
    send_all()
    queued()
    send_all()

    assert len(sink.kept) == 4
    assert sink.sessions == 1


def test_a_refusal_for_good_fails_with_the_servers_words(sink: Sink, told: list[Outcome]) -> None:
    sink.refuse = {"emma@a.example": "550 5.1.1 no such user"}
    mail = queued()
    send_all()

    mail.refresh_from_db()
    assert mail.state == State.FAILED
    assert mail.answer == "550 5.1.1 no such user"
    assert [outcome.state for outcome in told] == ["failed"]


def test_a_refusal_for_now_is_tried_again_later(sink: Sink, told: list[Outcome]) -> None:
    sink.refuse_data = "451 4.3.0 come back later"
    mail = queued()
    send_all()
    assert state_of(mail) == State.QUEUED
    assert told == []

    sink.refuse_data = ""
    send_all()
    assert sink.kept == []
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        send_all()

    assert len(sink.kept) == 1
    assert list(Attempt.objects.order_by("number").values_list("result", flat=True)) == ["retry", "sent"]


def test_after_days_of_trying_it_gives_up_and_says_so(sink: Sink, told: list[Outcome]) -> None:
    sink.refuse_data = "451 4.3.0 come back later"
    mail = queued()
    with clock.set_to(clock.now() + timedelta(days=3)):
        send_all()

    assert state_of(mail) == State.FAILED
    assert [outcome.state for outcome in told] == ["failed"]


def test_recipients_that_are_put_off_get_it_later_and_the_others_only_once(sink: Sink) -> None:
    sink.refuse = {"farid@b.example": "450 4.2.0 greylisted", "gone@c.example": "550 5.1.1 no such user"}
    mail = queued(EMMA, FARID, Address("gone@c.example"))
    send_all()
    sink.refuse = {}
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        send_all()

    assert [kept.recipients for kept in sink.kept] == [["emma@a.example"], ["farid@b.example"]]
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert mail.refused == [{"email": "gone@c.example", "answer": "550 5.1.1 no such user"}]


def test_a_server_that_is_away_costs_nothing_but_time(settings: Settings, told: list[Outcome]) -> None:
    settings.BALIE_OUTGOING_MAIL = "smtp://127.0.0.1:9?timeout=1"
    mails = [queued(), queued()]
    send_all()

    assert [state_of(mail) for mail in mails] == [State.QUEUED, State.QUEUED]
    with smtp_sink() as back:
        settings.BALIE_OUTGOING_MAIL = back.url
        with clock.set_to(clock.now() + timedelta(minutes=2)):
            send_all()
        assert len(back.kept) == 2
        transports.current().close()


def test_a_line_that_breaks_after_the_content_leaves_it_uncertain_until_a_person_decides(
    sink: Sink, told: list[Outcome]
) -> None:
    sink.breaks = True
    mail = queued(reference="message:7")
    send_all()
    assert [outcome.state for outcome in told] == ["uncertain"]

    sink.breaks = False
    with clock.set_to(clock.now() + timedelta(days=1)):
        send_all()
    assert len(sink.kept) == 1

    assert send_again(mail.pk)
    send_all()
    assert len(sink.kept) == 2
    assert state_of(mail) == State.SENT


def test_a_connection_the_server_has_closed_meanwhile_is_made_anew(sink: Sink) -> None:
    queued()
    send_all()
    transport = transports.current()
    assert isinstance(transport, SmtpTransport)
    assert transport._smtp is not None
    assert transport._smtp.sock is not None
    transport._smtp.sock.close()
    queued()
    send_all()

    assert len(sink.kept) == 2


def test_words_that_hold_a_secret_are_forgotten_once_sent(sink: Sink) -> None:
    mail = queued(text="Your code is 123456", confidential=True)
    send_all()

    mail.refresh_from_db()
    assert b"123456" in sink.kept[0].content
    assert mail.text == ""
    assert not send_again(mail.pk)


def test_an_address_that_would_break_the_dialogue_is_left_out(sink: Sink) -> None:
    queued(EMMA, Address("x@y.example>\r\nRCPT TO:<z@y.example"))
    send_all()
    assert sink.kept[0].recipients == ["emma@a.example"]

    with pytest.raises(NoRecipient):
        queued(Address("nobody"))


def test_what_waits_for_another_is_left_to_the_next_process_when_this_one_is_asked_to_end(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = queued()
    monkeypatch.setattr("balie.jobs.queues.stopping.is_set", lambda: True)
    sending.run_batch()
    monkeypatch.undo()
    assert sink.kept == []
    assert state_of(mail) == State.QUEUED


def test_a_mail_that_cannot_be_written_holds_up_no_other(sink: Sink, told: list[Outcome]) -> None:
    broken = queued(EMMA, headers=[("References", "<a\r\nBcc: farid@b.example>")])
    well = queued(FARID)
    send_all()

    assert [kept.recipients for kept in sink.kept] == [[FARID.email]]
    assert (state_of(broken), state_of(well)) == (State.QUEUED, State.SENT)
    broken.refresh_from_db()
    assert broken.next_attempt_at > clock.now()
    assert broken.answer == "It could not be written: HeaderParseError"

"""Machines that answer machines, and machines that don't stop: nothing is lost, and it ends."""

import pytest

from balie.channels.email.intake import run_batch
from balie.channels.email.models import Delivery, Outcome
from balie.events.dispatch import run_batch as run_events
from balie.tickets.models import Ticket
from tests.support.outbox import Mail, Outbox, outbox
from tests.support.smtp import Listener, listener, mail

__all__ = ["listener", "outbox"]
pytestmark = pytest.mark.journey
_ROBOT = "robot@machine.example"


def _work_off() -> None:
    while run_batch():
        pass
    while run_events():
        pass


def _answer(listener: Listener, sent: Mail, **headers: str) -> None:
    raw = mail("Thank you for your message.", subject=f"Re: {sent['Subject']}", sender=_ROBOT, **headers)
    listener.send(raw, sender=_ROBOT, to=str(sent["Reply-To"]).partition("<")[2].rstrip(">"))


def test_a_robot_that_answers_all_we_send_and_marks_nothing_is_soon_alone(listener: Listener, outbox: Outbox) -> None:
    listener.send(mail("Hello.", sender=_ROBOT), sender=_ROBOT)
    _work_off()
    heard = 0
    while unheard := outbox.mails()[heard:]:
        heard += len(unheard)
        assert heard < 10, "it does not end"
        for sent in unheard:
            listener.send(mail("You wrote to me.", sender=_ROBOT, subject=f"Re: {sent['Subject']}"), sender=_ROBOT)
        _work_off()
    assert not Delivery.objects.filter(outcome="").exists()


def test_an_absence_notice_that_answers_our_acknowledgement_is_silent(listener: Listener, outbox: Outbox) -> None:
    listener.send(mail("Hello.", sender=_ROBOT), sender=_ROBOT)
    _work_off()
    (acknowledgement,) = outbox.mails()
    _answer(listener, acknowledgement, Auto_Submitted="auto-replied", In_Reply_To=str(acknowledgement["Message-ID"]))
    _work_off()
    assert Delivery.objects.latest("id").outcome == Outcome.APPENDED
    assert (Ticket.objects.count(), len(outbox.mails())) == (1, 1)


def test_our_own_mail_that_comes_back_is_not_taken_for_a_question(listener: Listener, outbox: Outbox) -> None:
    """By a forwarding that leads back to us, or an address of ours in copy."""
    listener.send(mail("Hello.", sender=_ROBOT), sender=_ROBOT)
    _work_off()
    (acknowledgement,) = outbox.mails()
    for _time in range(3):
        listener.send(acknowledgement.message.as_bytes(), sender="", to="support@localhost")
        _work_off()
    assert (Ticket.objects.count(), len(outbox.mails())) == (1, 1)


def test_a_storm_of_alarms_is_all_there_and_answered_by_nobody(listener: Listener, outbox: Outbox) -> None:
    with listener.client() as client:
        for number in range(50):
            raw = mail(f"Disk {number} full", sender="monitor@machine.example", Auto_Submitted="auto-generated")
            client.sendmail("monitor@machine.example", ["support@localhost"], raw)
    _work_off()
    assert Ticket.objects.count() == 50
    assert outbox.mails() == []

"""Django's own mail goes the way of all mail."""

from django.core.mail import EmailMultiAlternatives, send_mail
from pytest_django import Settings

from balie.mail.models import OutgoingMail
from tests.support.outbox import Outbox


def use_queue(settings: Settings) -> None:
    """The test runner puts a backend of its own in its place."""
    settings.EMAIL_BACKEND = "balie.mail.backend.QueueBackend"


def test_it_is_queued_and_sent_and_its_secret_forgotten(outbox: Outbox, settings: Settings) -> None:
    use_queue(settings)
    message = EmailMultiAlternatives(
        "Your code", "It is 123456.", "Desk <support@a.example>", ["Emma <emma@b.example>"], bcc=["farid@b.example"]
    )
    message.attach_alternative("<p>It is <b>123456</b>.</p>", "text/html")
    assert message.send() == 1

    (mail,) = outbox.mails()

    assert mail["From"] == "Desk <support@a.example>"
    assert mail.recipients == ["emma@b.example", "farid@b.example"]
    assert "123456" in mail.text
    assert "<b>123456</b>" in mail.html
    assert OutgoingMail.objects.get().text == OutgoingMail.objects.get().html == ""


def test_an_address_that_cannot_be_is_no_error(outbox: Outbox, settings: Settings) -> None:
    use_queue(settings)

    assert send_mail("Your code", "It is 123456.", None, ["unknown@sender.invalid"]) == 0
    assert outbox.mails() == []

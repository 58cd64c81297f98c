"""Reports of mail systems, and what programs write of their own accord."""

import pytest

from balie.channels.email.parse import Auto, Bounce, BouncedRecipient, ParsedEmail

from .letters import parts, read

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example>"


def report(
    fields: str, words: str = "It failed.", returned: str = "Message-ID: <sent@morgenrood.example>\r\n"
) -> ParsedEmail:
    return parts(
        f"Content-Type: text/plain\r\n\r\n{words}",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{fields}\r\n",
        f"Content-Type: message/rfc822\r\n\r\n{returned}Subject: Re: Lamps\r\n\r\nhi",
        subtype="report; report-type=delivery-status", From=DAEMON, Subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
    )  # fmt: skip


def test_a_report_tells_who_failed_for_good() -> None:
    mail = report("Final-Recipient: rfc822; emma@fietsfabriek.example\r\nAction: failed\r\nStatus: 5.1.1")
    emma = BouncedRecipient("emma@fietsfabriek.example", "failed", "5.1.1", permanent=True)
    assert mail.bounce == Bounce((emma,), "sent@morgenrood.example")
    assert mail.auto is Auto.GENERATED


@pytest.mark.parametrize(
    ("fields", "permanent"),
    [
        ("Action: failed\r\nStatus: 5.0.0", True),
        ("Action: failed\r\nStatus: 5.2.2", False),
        ("Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 552 Mailbox full", False),
        ("Action: failed\r\nStatus: 4.4.7", False),
        ("Action: delayed\r\nStatus: 4.4.1", False),
        ("Action: failed\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user", True),
        ("Action: failed", True),
    ],
)
def test_only_a_class_5_failure_other_than_a_full_mailbox_is_for_good(fields: str, permanent: bool) -> None:
    bounce = report(f"Final-Recipient: rfc822; a@x.example\r\n{fields}").bounce
    assert bounce is not None
    assert bounce.permanent is permanent


def test_the_address_that_was_written_to_counts() -> None:
    bounce = report(
        "Original-Recipient: rfc822;old@x.example\r\nFinal-Recipient: rfc822;new@x.example\r\nAction: failed"
    ).bounce
    assert bounce is not None
    assert [item.email for item in bounce.recipients] == ["old@x.example"]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action: str) -> None:
    mail = report(f"Final-Recipient: rfc822; a@x.example\r\nAction: {action}\r\nStatus: 2.0.0")
    assert (mail.bounce, mail.report) == (None, "delivery-status")


def test_a_report_that_cannot_be_read_is_told_by_its_words() -> None:
    mail = report("nothing of use", "<emma@fietsfabriek.example>: could not be delivered: 550 5.1.1 User unknown")
    assert mail.bounce is not None
    assert [item.email for item in mail.bounce.recipients] == ["emma@fietsfabriek.example"]


@pytest.mark.parametrize(
    ("sender", "subject", "words"),
    [
        (DAEMON, "failure notice", "<emma@fietsfabriek.example>:\nSorry, no mailbox here by that name. (#5.1.1)"),
        ("postmaster@x.example", "Unzustellbar: Lampen", "emma@fietsfabriek.example konnte nicht zugestellt werden."),
        (DAEMON, "Onbestelbaar", "Uw bericht aan emma@fietsfabriek.example is niet bezorgd."),
        ("postmaster@x.example", "Mancato recapito", "emma@fietsfabriek.example non è stato recapitato."),
    ],
)
def test_bounces_in_words_are_recognised(sender: str, subject: str, words: str) -> None:
    bounce = read(words, From=sender, Subject=subject).bounce
    assert bounce is not None and bounce.certain
    assert [item.email for item in bounce.recipients] == ["emma@fietsfabriek.example"]


def test_a_person_who_asks_about_a_bounce_is_not_a_sure_one() -> None:
    mail = read("My mail could not be delivered: 550 user unknown. Why?", Subject="Undeliverable mail")
    assert mail.bounce is None or not mail.bounce.certain


@pytest.mark.parametrize("words", ["Where is my delivery?", "The delivery failed to arrive", "My account is disabled"])
def test_questions_about_deliveries_are_no_bounces(words: str) -> None:
    assert read(words, Subject="My order").bounce is None


def test_a_complaint_and_a_read_receipt_are_no_bounces() -> None:
    for kind in ("feedback-report", "disposition-notification"):
        mail = parts("Content-Type: text/plain\r\n\r\nx", subtype=f"report; report-type={kind}", From=DAEMON)
        assert (mail.bounce, mail.report) == (None, kind)


@pytest.mark.parametrize(
    ("headers", "auto"),
    [
        ({}, None),
        ({"Auto_Submitted": "no"}, None),
        ({"Auto_Submitted": "auto-replied (vacation)"}, Auto.REPLY),
        ({"Auto_Submitted": "auto-generated"}, Auto.GENERATED),
        ({"Subject": "Automatische Antwort: Lampen"}, Auto.REPLY),
        ({"Subject": "Automatisch antwoord: Lampen"}, Auto.REPLY),
        ({"Subject": "Risposta automatica: Lampade"}, Auto.REPLY),
        ({"X_Autoreply": "yes"}, Auto.REPLY),
        ({"List_Id": "<list.x.example>", "Precedence": "bulk"}, Auto.LIST),
        ({"Precedence": "list"}, Auto.LIST),
        ({"Precedence": "bulk"}, Auto.BULK),
        ({"List_Unsubscribe": "<mailto:x@x.example>"}, Auto.BULK),
        ({"List_Id": "<l>", "Auto_Submitted": "auto-replied"}, Auto.REPLY),
        ({"Auto_Submitted": "auto-generated", "Precedence": "bulk"}, Auto.BULK),
        ({"X_Auto_Response_Suppress": "All"}, Auto.GENERATED),
    ],
)
def test_automatic_mail_is_told_by_its_headers(headers: dict[str, str], auto: Auto | None) -> None:
    assert read(**headers).auto == auto

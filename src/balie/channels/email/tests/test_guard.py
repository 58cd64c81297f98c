"""Which mails are taken in, and which may be answered by a program."""

import pytest

from balie.channels.email.guard import Decision, Reason, Verdict, judge
from balie.channels.email.parse import ParsedEmail

from .letters import parts, read


def verdict(
    mail: ParsedEmail,
    *,
    from_own: bool = False,
    own_desk: bool = False,
    has_lead: bool = False,
    about_ours: bool = False,
) -> Verdict:
    return judge(mail, from_own=from_own, own_desk=own_desk, has_lead=has_lead, about_ours=about_ours)


def test_what_a_person_wrote_is_taken_in_and_acknowledged() -> None:
    assert verdict(read()) == Verdict(Decision.ACCEPT, Reason.ORDINARY, may_acknowledge=True)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"List_Id": "<l.x.example>"}, Reason.MAILING_LIST),
        ({"Precedence": "bulk"}, Reason.BULK),
        ({"Auto_Submitted": "auto-generated", "Subject": "Disk full on db1"}, Reason.GENERATED),
        ({"X_Balie_Id": "another desk"}, Reason.OTHER_DESK),
        ({"Return_Path": "<>"}, Reason.NULL_SENDER),
        ({"From": "noreply@shop.example"}, Reason.NO_REPLY_SENDER),
        ({"From": "postmaster@shop.example"}, Reason.NO_REPLY_SENDER),
        ({"X_Auto_Response_Suppress": "OOF"}, Reason.GENERATED),
    ],
)
def test_what_machines_tell_is_taken_in_and_never_answered(headers: dict[str, str], reason: Reason) -> None:
    assert verdict(read(**headers)) == Verdict(Decision.ACCEPT, reason)


def test_an_automatic_reply_counts_only_where_it_belongs() -> None:
    mail = read(Auto_Submitted="auto-replied", Subject="Out of office")
    assert verdict(mail) == Verdict(Decision.IGNORE, Reason.AUTOMATIC_REPLY)
    assert verdict(mail, has_lead=True) == Verdict(Decision.ACCEPT, Reason.AUTOMATIC_REPLY)


def test_what_we_wrote_ourselves_is_a_loop() -> None:
    assert verdict(read(), own_desk=True) == Verdict(Decision.IGNORE, Reason.LOOP)
    assert verdict(read(), from_own=True, has_lead=True) == Verdict(Decision.IGNORE, Reason.LOOP)


def test_a_bounce_is_a_bounce_even_in_our_own_name() -> None:
    mail = read("Could not be delivered to a@x.example", From="MAILER-DAEMON@x.example", Subject="failure notice")
    assert verdict(mail).decision is Decision.BOUNCE
    assert verdict(mail, from_own=True).decision is Decision.BOUNCE


def test_a_bounce_by_its_words_only_is_one_when_it_speaks_of_our_mail() -> None:
    mail = read("My mail could not be delivered: 550 user unknown. Why?", Subject="Undeliverable mail")
    assert verdict(mail) == Verdict(Decision.ACCEPT, Reason.LOOKS_LIKE_BOUNCE)
    assert verdict(mail, about_ours=True) == Verdict(Decision.BOUNCE, Reason.BOUNCE)


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("delivery-status", "Final-Recipient: rfc822; a@x.example\r\nAction: delivered", Reason.DELIVERY_NOTICE),
        ("disposition-notification", "Disposition: automatic-action; displayed", Reason.READ_RECEIPT),
    ],
)
def test_notices_about_our_mail_are_not_taken_in(kind: str, fields: str, reason: Reason) -> None:
    mail = parts(
        "Content-Type: text/plain\r\n\r\nYour mail was seen.", f"Content-Type: message/{kind}\r\n\r\n{fields}\r\n",
        subtype=f"report; report-type={kind}",
    )  # fmt: skip
    assert verdict(mail, has_lead=True) == Verdict(Decision.IGNORE, reason)


def test_every_reason_is_explained() -> None:
    assert all(f"`{reason}`" in (Reason.__doc__ or "") for reason in Reason)

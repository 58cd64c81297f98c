"""The bytes that go out, read by the standard library's newer parser."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pytest_django import Settings

from balie.core.clock import now
from balie.files.storage import store
from balie.mail.address import Address
from balie.mail.models import Enclosure, OutgoingMail
from balie.mail.queueing import Enclosed, queue
from balie.mail.writing import write


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def mail_with(**fields: object) -> OutgoingMail:
    values: dict[str, object] = {"message_id": "1@a.example", "text": "Hi", "created_at": now()}
    return OutgoingMail(**{**values, **fields})


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400))
def test_a_text_arrives_as_it_was_written(text: str) -> None:
    message = read(write(mail_with(text=text)))

    assert message.get_content().splitlines() == ("\n".join(text.splitlines()) + "\n").splitlines()


@given(st.text(max_size=3000))
@hypothesis(max_examples=50)
def test_no_line_is_longer_than_a_server_takes(text: str) -> None:
    data = write(
        mail_with(text=text.replace("\n", " ") * 5, headers=[["Subject", "Größe " * 90], ["X", "<a@b> " * 200]])
    )

    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_headers_beyond_ascii_arrive() -> None:
    stated = [["From", str(Address("a@b.example", "Jörg, Müller"))], ["Subject", "Rechnung für März 🧾 " * 8]]
    message = read(write(mail_with(headers=stated)))

    assert message["From"].addresses[0].display_name == "Jörg, Müller"
    assert message["Subject"].strip() == ("Rechnung für März 🧾 " * 8).strip()


def test_the_same_mail_is_the_same_bytes_at_every_attempt() -> None:
    mail = mail_with(html="<p>Hi</p>", headers=[["Subject", "Grüße"]])

    assert write(mail) == write(mail)


@pytest.mark.django_db
def test_enclosed_files_arrive_whole_whatever_they_are(settings: Settings, tmp_path: Path) -> None:
    settings.BALIE_FILES = f"file:{tmp_path}"
    original = b"Subject: nested\r\n\r\nbody \xff\x00"
    mail = queue(
        purpose="test", sender=Address("a@b.example"), to=[Address("c@d.example")], subject="Files", text="See",
        html='<img src="cid:p1">', enclosures=[
            Enclosed(store(original).pk, "mail.eml", "message/rfc822"),
            Enclosed(store(b"\x89PNG").pk, "p.png", "image/png", content_id="p1"),
            Enclosed(store(b"odd").pk, "Übersicht; 2026.xlsx", "nonsense"),
        ],
    )  # fmt: skip
    message = read(write(mail, list(Enclosure.objects.filter(mail=mail))))

    files = {part.get_filename(): part for part in message.walk() if part.get_filename()}
    assert files["mail.eml"].get_payload(decode=True) == original
    assert files["p.png"]["Content-Disposition"].startswith("inline")
    assert files["Übersicht; 2026.xlsx"].get_content_type() == "application/octet-stream"
    assert message.get_content_type() == "multipart/mixed"
    assert message.get_body(("html",)) is not None


@pytest.mark.django_db
def test_a_file_of_a_kind_beyond_ascii_is_sent(settings: Settings, tmp_path: Path) -> None:
    settings.BALIE_FILES = f"file:{tmp_path}"
    mail = queue(
        purpose="test", sender=Address("a@b.example"), to=[Address("c@d.example")], subject="File", text="See",
        enclosures=[Enclosed(store(b"odd").pk, "a.zzz", "application/é")],
    )  # fmt: skip
    data = write(mail, list(Enclosure.objects.filter(mail=mail)))

    assert data.isascii()
    assert b"odd" in [part.get_payload(decode=True) for part in read(data).walk()]

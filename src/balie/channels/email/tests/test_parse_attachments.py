"""Files that come with a mail."""

import base64
import struct
from hashlib import sha256

import pytest

from balie.channels.email.parse.attachments import clean_name

from .letters import parts, read

PLAIN = "Content-Type: text/plain\r\n\r\nHello"


def test_each_part_that_is_not_the_body_is_a_file() -> None:
    mail = parts(PLAIN, 'Content-Type: text/plain; name="log.txt"\r\nContent-Disposition: attachment\r\n\r\nline\r\n')
    (file,) = mail.attachments
    assert (file.filename, file.content_type, file.content, file.inline) == (
        "log.txt",
        "text/plain",
        b"line\r\n",
        False,
    )
    assert (file.size, file.sha256) == (6, sha256(b"line\r\n").hexdigest())


def test_pictures_of_the_body_are_inline() -> None:
    html = 'Content-Type: text/html\r\n\r\n<p>see <img src="cid:pic@1"></p>'
    picture = "Content-Type: image/png\r\nContent-ID: <pic@1>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"
    (file,) = parts(html, picture, subtype="related").attachments
    assert (file.inline, file.content_id, file.content) == (True, "pic@1", b"\0\0\0")


def test_a_nested_message_is_a_file_of_its_own() -> None:
    inner = "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\nSubject: The first one\r\n\r\nbody\r\n"
    (file,) = parts(PLAIN, inner).attachments
    assert (file.filename, file.content_type) == ("The first one.eml", "message/rfc822")
    assert b"Subject: The first one" in file.content


def test_empty_and_nameless_files_are_kept() -> None:
    mail = parts(PLAIN, "Content-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n")
    assert [(file.filename, file.size) for file in mail.attachments] == [("file-1.pdf", 0)]


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\temp\\a.txt", "C_temp_a.txt"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("  ..  ", ""),
        ("x" * 300 + ".pdf", "x" * 180 + ".pdf"),
    ],
)
def test_names_are_safe_on_every_disk(written: str, safe: str) -> None:
    assert clean_name(written) == safe


def test_uuencoded_files_are_taken_out_of_the_text() -> None:
    mail = read("Hello\n\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye\n")
    assert mail.text.split() == ["Hello", "Bye"]
    assert [(file.filename, file.content) for file in mail.attachments] == [("cat.txt", b"Cat")]


def test_the_word_begin_is_not_a_file() -> None:
    text = "begin 644 times\nand never end"
    assert read(text).text == text


def _tnef_object(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + b"\0\0"


def test_winmail_is_unpacked() -> None:
    package = b"\x78\x9f\x3e\x22\0\0" + b"".join((
        _tnef_object(2, 0x9002, b"\0" * 14), _tnef_object(2, 0x8010, b"plan.txt\0"),
        _tnef_object(2, 0x800F, b"the plan"),
    ))  # fmt: skip
    head = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = parts(PLAIN, head + base64.b64encode(package).decode())
    assert [(file.filename, file.content) for file in mail.attachments] == [("plan.txt", b"the plan")]


def test_a_broken_winmail_stays_what_it_is() -> None:
    head = "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    package = b"\x78\x9f\x3e\x22\0\0" + struct.pack("<BHHI", 1, 0x9003, 6, 0xFFFFFFFF) + struct.pack("<I", 0xFFFFFFFF)
    mail = parts(PLAIN, head + base64.b64encode(package).decode())
    assert [file.filename for file in mail.attachments] == ["winmail.dat"]


def test_machine_readable_parts_of_reports_are_no_files() -> None:
    report = "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n"
    assert parts(PLAIN, report, subtype="report; report-type=delivery-status").attachments == ()


def test_raw_names_are_read_in_the_character_set_of_the_mail() -> None:
    body = (
        b"--edge\r\nContent-Type: text/plain\r\n\r\nhi\r\n--edge\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="' + "价钱单.pdf".encode("gb18030") + b'"\r\n\r\nx\r\n--edge--\r\n'
    )
    mail = read(body, 'multipart/mixed; boundary="edge"', Subject="=?gb2312?B?xOO6ww==?=")
    assert [file.filename for file in mail.attachments] == ["价钱单.pdf"]

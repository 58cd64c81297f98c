"""What is shown of a mail."""

import pytest

from balie.channels.email.parse import Protection, parse

from .letters import parts, read

PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n"


def test_the_plain_part_is_the_text_and_the_html_part_the_html() -> None:
    mail = parts(PLAIN + "plain words", HTML + "<p>rich <b>words</b></p>", subtype="alternative")
    assert (mail.text.strip(), mail.html) == ("plain words", "<p>rich <b>words</b></p>")
    assert mail.attachments == ()


def test_the_text_is_made_from_the_html_when_there_is_no_other() -> None:
    mail = read("<p>Hello</p><ul><li>one</li></ul><a href='https://x.example/long'>link</a>", "text/html")
    assert mail.text == "Hello\n\n- one\n\nlink"
    assert parts(PLAIN + " \r\n", HTML + "<p>seen</p>", subtype="alternative").text == "seen"


def test_body_parts_around_a_file_belong_together() -> None:
    mail = parts(PLAIN + "before", "Content-Type: image/png\r\n\r\nx", PLAIN + "after")
    assert mail.text.split() == ["before", "after"]
    assert [file.filename for file in mail.attachments] == ["image-1.png"]


@pytest.mark.parametrize(
    ("kind", "raw", "meant", "guessed"),
    [
        ("text/plain; charset=iso-8859-1", "Grüße".encode("latin-1"), "Grüße", False),
        ("text/plain; charset=iso-8859-1", "„Grüße“ €".encode("cp1252"), "„Grüße“ €", False),
        ("text/plain; charset=utf-8", "Grüße".encode("latin-1"), "Grüße", True),
        ("text/plain", "Grüße".encode(), "Grüße", True),
        ("text/plain; charset=x-unknown", "Grüße".encode(), "Grüße", True),
        ("text/plain; charset=iso-8859-8-i", "שלום".encode("iso-8859-8"), "שלום", False),
        ("text/plain; charset=iso-2022-jp", "日本".encode("iso-2022-jp"), "日本", False),
        ("text/plain; charset=gb2312", "价钱".encode("gb18030"), "价钱", False),
        ("text/plain; charset=base64", b"hello", "hello", False),
        ("text/plain; charset=utf-16", "hi there".encode("utf-16"), "hi there", False),
    ],
)
def test_character_sets_are_read_and_repaired(kind: str, raw: bytes, meant: str, guessed: bool) -> None:
    mail = read(raw, kind)
    assert (mail.text, mail.charset_guessed) == (meant, guessed)


def test_nothing_that_a_database_refuses_comes_out() -> None:
    mail = read(b"a\x00b \xed\xa0\x80", Subject="nul \x00 here")
    assert "\x00" not in mail.text + mail.subject
    mail.text.encode()


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("quoted-printable", "Gr=C3=BC=C3=9Fe =\r\nan alle"),
        ("base64", "R3LDvMOf\r\nZSBhbiBhbGxl"),
        ("BASE64 ", "R3LDvMOfZSBhbiBhbGxl!!"),
        ("x-unknown", "Grüße an alle"),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, written: str) -> None:
    assert read(written, Content_Transfer_Encoding=encoding).text == "Grüße an alle"


def test_flowed_lines_are_joined() -> None:
    mail = read("one \r\ntwo\r\n> quoted \r\n> line\r\n-- \r\nme", "text/plain; format=flowed")
    assert mail.text == "one two\n> quoted line\n-- \nme"


def test_a_multipart_without_parts_is_text() -> None:
    assert read("all of it", "multipart/mixed").text == "all of it"


def test_html_is_cut_to_its_structure_and_asks_for_nothing() -> None:
    mail = read(
        "<style>p{}</style><p style='x' onclick='y'>Hi<script>z</script></p>"
        "<img src='https://x.example/a.png'><img src='cid:1'>", "text/html",
    )  # fmt: skip
    assert mail.html == '<p>Hi</p><img data-remote-src="https://x.example/a.png"><img src="cid:1">'


def test_signed_mail_shows_its_body_and_says_so() -> None:
    mail = parts(
        PLAIN + "signed words", "Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nabc",
        subtype='signed; protocol="application/pgp-signature"',
    )  # fmt: skip
    assert (mail.text.strip(), mail.protection) == ("signed words", Protection.SIGNED)
    assert [file.is_signature for file in mail.attachments] == [True]


def test_encrypted_mail_says_so_and_keeps_what_it_cannot_open() -> None:
    mail = parts(
        "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
        "Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----", subtype="encrypted",
    )  # fmt: skip
    assert mail.protection is Protection.ENCRYPTED
    assert len(mail.attachments) == 2


def _element(tag: int, content: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(content).to_bytes(2) + content


def test_an_opaque_signature_is_opened() -> None:
    inner = b"Content-Type: text/plain\r\n\r\nwords inside"
    data = bytes.fromhex("06092a864886f70d010701") + _element(0xA0, _element(0x04, inner))
    signed = bytes.fromhex("06092a864886f70d010702") + _element(
        0xA0, _element(0x30, b"\x02\x01\x01" + _element(0x30, data))
    )
    mail = read(_element(0x30, signed), "application/pkcs7-mime; smime-type=signed-data")
    assert (mail.text, mail.protection, mail.attachments) == ("words inside", Protection.SIGNED, ())


def test_an_empty_mail_is_a_mail() -> None:
    assert parse(b"").text == ""
    assert parse(b"just words").text == "just words"

"""Header lines as people's programs write them."""

import pytest

from balie.channels.email.parse import Address, parse
from balie.channels.email.parse.encoded_words import decode_words
from balie.channels.email.parse.parameters import read_parameters

from .letters import letter, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?B?R3LDtsOfZQ==?=", "Größe"),
        ("=?UTF-8?Q?two?= =?UTF-8?Q?_words?=", "two words"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?tsOfZQ==?=", "Größe"),  # cut in the middle of a character
        ("=?iso-8859-1*de?q?Gr=FC=DFe?=", "Grüße"),
        ("=?windows-1252?q?=80_5?=", "€ 5"),
        ("=?utf-8?q?with blanks inside?= after", "with blanks inside after"),
        ("=?utf-8?q?never ended", "never ended"),
        ("=?x-unknown?q?plain?=", "plain"),
        ("=?utf-8?b?R3L?=", "Gr"),  # padding lost
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("no =? words ?= here", "no =? words ?= here"),
    ],
)
def test_encoded_words_are_decoded_whatever_is_wrong_with_them(written: str, meant: str) -> None:
    assert decode_words(written) == meant


@pytest.mark.parametrize("raw", ["Grüße".encode(), "Grüße".encode("cp1252")])
def test_a_subject_of_raw_bytes_is_read(raw: bytes) -> None:
    assert parse(b"From: a@b.example\r\nSubject: " + raw + b"\r\n\r\nhi").subject == "Grüße"


@pytest.mark.parametrize("written", ["<>", "<[abc@x>", "<[1234.5678]@x>", "<a b@x>", "x"])
def test_odd_message_ids_do_no_harm(written: str) -> None:
    assert read(Message_ID=written).subject == "A question"


def test_ids_stand_without_brackets_and_once_each() -> None:
    mail = read(
        Message_ID=" <1@a.example>", In_Reply_To="your mail of Monday <2@a.example>",
        References="<3@a.example>\r\n <4@a.example><3@a.example>",
    )  # fmt: skip
    assert (mail.message_id, mail.in_reply_to) == ("1@a.example", "2@a.example")
    assert mail.references == ("3@a.example", "4@a.example")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"Moore, Henry" <h@x.example>', [Address("h@x.example", "Moore, Henry")]),
        ("=?utf-8?q?M=C3=BCller=2C_Jo?= <jo@x.example>, a@x.example",
         [Address("jo@x.example", "Müller, Jo"), Address("a@x.example")]),
        ("h@x.example (Henry (the first) Moore)", [Address("h@x.example", "Henry (the first) Moore")]),
        ("Shops: a@x.example, B <b@x.example>;", [Address("a@x.example"), Address("b@x.example", "B")]),
        ("undisclosed-recipients:;", []),
        ("", []),
        ("'Henry' <h@x.example>", [Address("h@x.example", "Henry")]),
        ("Henry <mailto:h@x.example>", [Address("h@x.example", "Henry")]),
        ("a@x.example; b@x.example", [Address("a@x.example"), Address("b@x.example")]),
        ("A <a@x.example> B <b@x.example>", [Address("a@x.example", "A"), Address("b@x.example", "B")]),
        ('"never closed <h@x.example>', [Address("h@x.example", "never closed")]),
        ("=?utf-8?q?Henry_=3Ch=40x=2Eexample=3E?=", [Address("h@x.example", "Henry")]),
    ],
)  # fmt: skip
def test_addresses_are_found_in_what_is_written(written: str, meant: list[Address]) -> None:
    assert list(read(To=written).to) == meant


def test_of_several_from_lines_the_first_readable_one_counts() -> None:
    raw = b"From: nobody\r\nFrom: Henry <h@x.example>\r\nFrom: other@x.example\r\n\r\nhi"
    assert parse(raw).from_address == Address("h@x.example", "Henry")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 06 May 2024 10:00:00 +0200", "2024-05-06T10:00:00+02:00"),
        ("6 May 2024 10:00 GMT", "2024-05-06T10:00:00+00:00"),
        ("Mon, 06 May 2024 10:00:60 +0000", "2024-05-06T10:00:59+00:00"),
        ("Mon, 06 May 2024 10:00:00 +9999", None),
        ("yesterday", None),
        ("Mon, 99 Foo 2024 99:00:00 +0000", None),
    ],
)
def test_dates_keep_their_offset_and_bad_ones_are_none(written: str, meant: str | None) -> None:
    date = read(Date=written).date
    assert (date.isoformat() if date and meant else None) == meant


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("attachment; filename=plain.txt", "plain.txt"),
        ('attachment; filename="two words.txt"', "two words.txt"),
        ("attachment; filename=two words.txt", "two words.txt"),
        ("attachment; filename*=utf-8''gr%C3%B6%C3%9Fe.txt", "größe.txt"),
        ("attachment; filename*0*=utf-8''gr%C3; filename*1*=%B6%C3%9Fe; filename*2=.txt", "größe.txt"),
        ('attachment; filename="=?utf-8?q?gr=C3=B6=C3=9Fe.txt?="', "größe.txt"),
        ('attachment; filename="a\\"b.txt"', 'a"b.txt'),
        ("attachment; filename*1=b.txt; filename*0=a", "ab.txt"),
        ('attachment; filename="never closed.txt', "never closed.txt"),
    ],
)
def test_file_names_are_read_in_all_their_forms(written: str, name: str) -> None:
    assert read_parameters(written).values["filename"] == name


def test_lines_that_are_no_headers_do_not_end_the_header() -> None:
    mail = parse(b"From: h@x.example\r\nthis line is broken\r\nSubject : still here\r\n\r\nbody")
    assert (mail.subject, mail.text) == ("still here", "body")


def test_an_mbox_line_and_empty_lines_before_the_header_are_skipped() -> None:
    assert parse(b"\r\n\r\n" + letter()).subject == "A question"
    assert parse(b"From henry@inbox.example Mon May  6 10:00:00 2024\r\n" + letter()).subject == "A question"


def test_what_guards_need_is_in_the_envelope() -> None:
    mail = read(
        Return_Path="<>", Delivered_To="support+x@morgenrood.example", Auto_Submitted="auto-replied",
        X_Balie_Id="desk-1", Authentication_Results="mx.example; dmarc=fail",
    )  # fmt: skip
    assert mail.envelope.return_path == ""
    assert mail.envelope.delivered_to == ("support+x@morgenrood.example",)
    assert mail.envelope.balie_id == "desk-1"
    assert mail.envelope.authentication_results == ("mx.example; dmarc=fail",)
    assert read().envelope.return_path is None

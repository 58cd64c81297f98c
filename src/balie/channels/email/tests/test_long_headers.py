"""What a stranger writes into one header line costs no more than its length."""

import time

from balie.channels.email import keeping
from balie.channels.email.mailboxes import named_in

LONG = 200_000
# Many times what it takes; a pattern that tries every place against every other takes minutes.
BOUND = 2.0


def test_a_sender_of_many_letters_is_read_in_time() -> None:
    raw = b"From: " + b"a." * (LONG // 2) + b"\r\n\r\n"
    began = time.process_time()
    assert keeping._FROM.search(raw) is None
    assert time.process_time() - began < BOUND


def test_recipients_of_many_letters_are_read_in_time() -> None:
    raw = b"To: " + b"a" * LONG + b"\r\n\r\n"
    began = time.process_time()
    assert named_in(raw) == []
    assert time.process_time() - began < BOUND


def test_addresses_are_still_found() -> None:
    assert named_in(b"To: Desk <support+x@localhost>, b@c.example\r\n\r\n") == ["support+x@localhost", "b@c.example"]
    found = keeping._FROM.search(b"Subject: x\r\nFrom: Emma <emma@fietsfabriek.example>\r\n\r\n")
    assert found is not None
    assert found[1] == b"emma@fietsfabriek.example"

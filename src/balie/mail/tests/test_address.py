"""Which addresses are written to."""

import pytest

from balie.mail.address import Address


@pytest.mark.parametrize(
    "email",
    ["a@shop.example", "a@localhost", "a@shop.test", "a@invalid.example", "a@notinvalid", "jürgen@müller.example"],
)
def test_an_address_is_written_to(email: str) -> None:
    assert Address(email).is_sendable


@pytest.mark.parametrize(
    "email",
    ["", "a", "@shop.example", "a@", "a b@shop.example", "a@shop.example\n", "<a@shop.example>",
     f"{'a' * 320}@b.example", "a@invalid", "a@shop.invalid", "a@SHOP.INVALID", "a@shop.invalid."],
)  # fmt: skip
def test_never_written_to(email: str) -> None:
    assert not Address(email).is_sendable

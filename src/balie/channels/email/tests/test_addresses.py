"""Signed addresses: they lead to their ticket, and nobody else can make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from balie.channels.email.addresses import message_id, reply_address, ticket_of, ticket_of_message_id

MAILBOX = "support@morgenrood.example"


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_an_address_leads_to_its_ticket_whatever_the_letter_case(ticket_id: int) -> None:
    address = reply_address(MAILBOX, ticket_id)

    assert ticket_of(address) == ticket_id
    assert ticket_of(f"<{address.upper()}>") == ticket_id
    assert len(address.rpartition("@")[0]) <= 64


@given(st.integers(min_value=1, max_value=2**63 - 1), st.integers(min_value=0, max_value=2**63 - 1))
def test_so_does_the_id_of_a_message(ticket_id: int, message: int) -> None:
    assert ticket_of_message_id(f"<{message_id(message, ticket_id, 'morgenrood.example')}>") == ticket_id


def test_a_token_for_one_ticket_does_not_open_another() -> None:
    one, other = (reply_address(MAILBOX, pk).partition("+")[2].partition("@")[0] for pk in (41, 42))

    assert ticket_of(f"support+{one[:2]}{other[2:]}@morgenrood.example") in {None, 42}
    assert ticket_of(f"support+{other[:2]}{one[2:]}@morgenrood.example") in {None, 41}


@given(st.text(max_size=40))
def test_anything_else_leads_nowhere(text: str) -> None:
    assert ticket_of(f"support+{text}@morgenrood.example") is None
    assert ticket_of(text) is None
    assert ticket_of_message_id(text) is None


def test_a_key_that_was_replaced_still_reads_what_it_signed(settings: Settings) -> None:
    address, former = reply_address(MAILBOX, 42), settings.SECRET_KEY
    settings.SECRET_KEY = "another one"
    assert ticket_of(address) is None

    settings.SECRET_KEY_FALLBACKS = [former]
    assert ticket_of(address) == 42


@pytest.mark.parametrize("local", ["a" * 64, "a" * 50])
def test_a_mailbox_whose_name_leaves_no_room_is_used_as_it_is(local: str) -> None:
    assert reply_address(f"{local}@morgenrood.example", 42) == f"{local}@morgenrood.example"

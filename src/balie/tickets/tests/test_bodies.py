"""What a message says, as the page shows it."""

from time import perf_counter

from balie.tickets.bodies import plain


def test_addresses_and_links_can_be_followed() -> None:
    shown = plain("Write to (emma.bos+till@fietsfabriek.example), or see https://fietsfabriek.example/a?b=1&c=2.")
    assert '<a href="mailto:emma.bos+till@fietsfabriek.example"' in shown
    assert 'href="https://fietsfabriek.example/a?b=1&amp;c=2"' in shown


def test_a_long_text_that_nearly_is_an_address_is_read_in_one_go() -> None:
    began = perf_counter()
    assert "<a" in plain("a." * 20_000 + " emma@fietsfabriek.example")
    assert perf_counter() - began < 5

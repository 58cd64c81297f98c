"""Tells whoever queued a mail what became of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is a value of `mail.models.State`; `reference` is what the mail was queued with."""

    mail_id: int
    purpose: str
    reference: str
    state: str


Listener = Callable[[Outcome], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """At start-up, by `config.apps`. Called in the transaction that changes the mail's state."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(outcome: Outcome) -> None:
    for listener in _listeners:
        listener(outcome)

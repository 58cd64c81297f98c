"""What a way out must be able to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` names the mail, the same at every attempt, another one when a person sends it again."""

    key: str
    envelope_from: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of each recipient, with the server's words for those it did not take."""

    words: str = ""
    taken: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    deferred: Mapping[str, str] = field(default_factory=dict)
    # The line broke after the content began to go out, before the answer: nobody knows.
    unknown: bool = False


class Unreachable(Exception):
    """Nothing was sent, and nothing else would be now; `str()` says why."""


class Superseded(Exception):
    """This attempt is no longer ours: nothing was sent."""


class Transport(Protocol):
    # A repeated letter is recognised by its key: whatever happens, it arrives once.
    exact: bool

    def send(self, letter: Letter, before_content: Callable[[], None]) -> Answer:
        """`before_content` is called right before the content goes out; what it raises is raised, and nothing is sent.

        Raises Unreachable.
        """

    def rest(self) -> None:
        """Nothing to do at the moment: a connection that was kept open for a while may go."""

    def close(self) -> None:
        """It may be used again after it."""

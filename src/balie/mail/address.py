"""Names and addresses as they stand in a header."""

import re
from email.utils import formataddr
from typing import NamedTuple

_UNSENDABLE = re.compile(r"[\s<>(),;:\"\\\x00-\x1f\x7f]")
_UNATTENDED = re.compile(r"(mailer-daemon|postmaster|bounces?|(no|donot|do-not)[-_.]?reply)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


class Address(NamedTuple):
    email: str
    name: str = ""

    def __str__(self) -> str:
        """For a header; a name beyond ASCII as an encoded word."""
        name = _CONTROLS.sub(" ", self.name).strip()
        return formataddr((name, self.email)) if self.email.isascii() else f"{name} <{self.email}>".strip()

    @property
    def is_sendable(self) -> bool:
        """Cheap and lenient: the server decides; this keeps out what would break the dialogue with it.

        Nothing is ever at `.invalid` (RFC 6761): it stands for a sender who is not known.
        """
        local, at, domain = self.email.rpartition("@")
        if not (local and at and domain) or domain.lower().rstrip(".").rpartition(".")[2] == "invalid":
            return False
        return not _UNSENDABLE.search(self.email) and len(self.email) <= 320

    @property
    def is_unattended(self) -> bool:
        """Nobody reads there: no automatic mail is sent to it."""
        return bool(_UNATTENDED.match(self.email))


def domain_of(email: str) -> str:
    return email.rpartition("@")[2] or "localhost"

"""Passwords of mail servers at rest."""

from balie.core import sealing
from balie.core.sealing import Unreadable

__all__ = ["Unreadable", "seal", "unseal"]
_OF = {"salt": "balie.channels.email.sealing", "purpose": "imap"}


def seal(secret: str) -> str:
    return sealing.seal(secret, **_OF)


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    return sealing.unseal(sealed, **_OF)

"""Pure reading of mail: bytes in, values out. No Django, no clock, no network, no files."""

from .message import (
    Address,
    Attachment,
    Auto,
    Bounce,
    BouncedRecipient,
    Envelope,
    ParsedEmail,
    Protection,
)
from .reading import parse

__all__ = [
    "Address",
    "Attachment",
    "Auto",
    "Bounce",
    "BouncedRecipient",
    "Envelope",
    "ParsedEmail",
    "Protection",
    "parse",
]

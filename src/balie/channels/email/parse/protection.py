"""Signed and encrypted mail: recognised, opened where it is only signed, verified elsewhere."""

from __future__ import annotations

import re

from .message import Protection
from .parameters import parameters_of
from .smime import is_encrypted, signed_content
from .structure import Part, content_type, read_structure
from .transfer import payload_bytes

_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_ARMOUR = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+:[^\n]*\n)*\n?"
    r"|-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)


def open_signed(message: Part) -> Part:
    """What an opaque signature (smime.p7m) encloses; every other message as it is."""
    if content_type(message) not in _SMIME:
        return message
    content = signed_content(payload_bytes(message))
    return read_structure(content) if content else message


def protection_of(message: Part, text: str) -> Protection | None:
    kind = content_type(message)
    if kind == "multipart/encrypted" or "-----BEGIN PGP MESSAGE-----" in text:
        return Protection.ENCRYPTED
    if kind in _SMIME:
        named = parameters_of(message, "Content-Type").values.get("smime-type", "").lower()
        is_closed = "enveloped" in named or is_encrypted(payload_bytes(message))
        return Protection.ENCRYPTED if is_closed else Protection.SIGNED
    return Protection.SIGNED if kind == "multipart/signed" or _PGP_SIGNED in text else None


def without_armour(text: str) -> str:
    """The words of a text that PGP has signed in place."""
    if _PGP_SIGNED not in text:
        return text
    return _ARMOUR.sub("", text).replace("\n- -", "\n-")

"""Addresses and ids that lead an answer back to its ticket, and that nobody else can make."""

import hmac
from base64 import b32decode, b32encode
from binascii import Error as NotBase32

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "balie.channels.email.addresses"
_MAC = 10  # bytes: 80 bits
_LONGEST_LOCAL_PART = 64  # RFC 5321, section 4.5.3.1.1


def reply_address(mailbox_address: str, ticket_id: int) -> str:
    """`support+TOKEN@example.org`; the mailbox's own address when there is no room for a token."""
    local, _at, domain = mailbox_address.rpartition("@")
    signed = f"{local}+{_token(ticket_id)}"
    return f"{signed}@{domain}" if len(signed) <= _LONGEST_LOCAL_PART else mailbox_address


def ticket_of(address: str) -> int | None:
    """The ticket an address of ours was signed for. Letter case does not matter: some servers change it."""
    local = address.strip().strip("<>").rpartition("@")[0]
    return _ticket_in(local.rpartition("+")[2]) if "+" in local else None


def message_id(message_pk: int, ticket_id: int, domain: str) -> str:
    """Of a message we send, without brackets: always the same, and recognised without a look-up."""
    return f"{message_pk}.{_token(ticket_id)}@{domain}"


def ticket_of_message_id(rfc_id: str) -> int | None:
    local = rfc_id.strip().strip("<>").rpartition("@")[0]
    return _ticket_in(local.rpartition(".")[2]) if "." in local else None


def instance_id() -> str:
    """Says in X-Balie-Id that a mail left this very desk: what comes back with it is a loop."""
    return salted_hmac(_SALT, "instance", algorithm="sha256").hexdigest()[:20]


def _token(ticket_id: int) -> str:
    number = ticket_id.to_bytes((ticket_id.bit_length() + 7) // 8 or 1)
    return b32encode(number + _mac(number, settings.SECRET_KEY)).decode().rstrip("=").lower()


def _ticket_in(token: str) -> int | None:
    try:
        signed = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (NotBase32, ValueError):
        return None
    number, mac = signed[:-_MAC], signed[-_MAC:]
    if not 1 <= len(number) <= 8:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return int.from_bytes(number) if any(hmac.compare_digest(mac, _mac(number, key)) for key in keys) else None


def _mac(number: bytes, secret: str | bytes) -> bytes:
    return salted_hmac(_SALT, number, secret=secret, algorithm="sha256").digest()[:_MAC]

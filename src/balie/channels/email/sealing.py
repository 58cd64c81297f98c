"""Passwords of mail servers at rest: encrypted with a key made of the desk's secret key."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


class Unreadable(Exception):
    """Sealed with another secret key: it must be entered again."""


def seal(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    try:
        return _fernet().decrypt(sealed).decode() if sealed else ""
    except InvalidToken as problem:
        raise Unreadable from problem


def _fernet() -> Fernet:
    digest = salted_hmac("balie.channels.email.sealing", "imap", algorithm="sha256")
    return Fernet(urlsafe_b64encode(digest.digest()))

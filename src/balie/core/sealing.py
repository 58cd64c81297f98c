"""Secrets at rest: encrypted with a key made of the desk's secret key, another one for each purpose."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


class Unreadable(Exception):
    """Sealed with another secret key: it must be entered again."""


def seal(secret: str, *, salt: str, purpose: str) -> str:
    return _fernet(salt, purpose).encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str, *, salt: str, purpose: str) -> str:
    """Raises Unreadable."""
    try:
        return _fernet(salt, purpose).decrypt(sealed).decode() if sealed else ""
    except InvalidToken as problem:
        raise Unreadable from problem


def _fernet(salt: str, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac(salt, purpose, algorithm="sha256").digest()))

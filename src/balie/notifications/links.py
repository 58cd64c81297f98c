"""Signed links by which somebody ends mails without signing in."""

from datetime import timedelta

from django.core import signing

LIFETIME = timedelta(days=365)
_signer = signing.TimestampSigner(salt="notifications.mail")


def ending_link(user_id: int) -> str:
    """The path below the site's address."""
    return f"/desk/notifications/ending/{_signer.sign(str(user_id))}/"


def read_ending_link(token: str) -> int | None:
    """None when it is too old or was never ours."""
    try:
        return int(_signer.unsign(token, max_age=LIFETIME))
    except (signing.BadSignature, ValueError):
        return None

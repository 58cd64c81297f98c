"""Signed links by which a contact opens one ticket without signing in."""

from datetime import timedelta

from django.core import signing

from balie.people.viewers import LinkViewer

LIFETIME = timedelta(days=180)
_signer = signing.TimestampSigner(salt="ticket.link")


def ticket_link(*, ticket_id: int, contact_id: int) -> str:
    """The path below the site's address."""
    return f"/r/{_signer.sign(f'{ticket_id}.{contact_id}')}/"


def read_link(token: str) -> LinkViewer | None:
    """None when it is too old or was never ours."""
    try:
        ticket_id, contact_id = _signer.unsign(token, max_age=LIFETIME).split(".")
        return LinkViewer(contact_id=int(contact_id), ticket_id=int(ticket_id))
    except (signing.BadSignature, ValueError):
        return None

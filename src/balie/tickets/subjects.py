"""How a ticket is called where its subject is shown."""

from django.utils.translation import gettext as _


def titled(subject: str) -> str:
    """In the reader's language: a ticket without a subject has none in the database either."""
    return subject or _("(no subject)")

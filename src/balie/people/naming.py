"""How people are called where they are shown."""

from django.utils.translation import gettext as _


def called(name: str | None) -> str:
    """By their name or address; in the reader's language when neither is known."""
    return name or _("Unknown sender")


def for_others(name: str) -> str:
    """What other contacts may read; empty rather than an address, which some mail programs give as a name."""
    return "" if "@" in name else name

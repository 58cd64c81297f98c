"""Contacts as those who look at something; users look as themselves."""

from dataclasses import dataclass

from balie.accounts.models import User


@dataclass(frozen=True, slots=True)
class ContactViewer:
    """A contact who signed in."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class LinkViewer:
    """The holder of a signed link: one contact, one ticket."""

    contact_id: int
    ticket_id: int


Viewer = User | ContactViewer | LinkViewer

"""Who knocks: the same people at every address, each with a client of their own."""

from dataclasses import dataclass

from django.test import Client

from balie.accounts.tokens import make_token
from balie.people.access import user_for
from balie.tickets.links import ticket_link
from balie.tickets.models import Ticket
from tests import cast
from tests.support.world import World

# The ticket of the matrix is Emma's, in Anna's team; a note and an answer are on it.
STAFF = frozenset({"anna", "bram", "lena", "chiara", "dieter"})
SEES_TICKET = frozenset({"anna", "chiara", "dieter"})
ANSWERS = frozenset({"anna", "bram", "chiara", "dieter"})
LEADS = frozenset({"chiara", "dieter"})
ADMIN = frozenset({"dieter"})
ASKER = frozenset({"emma", "holder"})
CONTACTS = frozenset({"emma", "farid", "oscar"})
SIGNED_IN = STAFF | CONTACTS
EVERYBODY = SIGNED_IN | {"visitor", "holder"}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Knocker:
    name: str
    client: Client
    token: str | None


def knockers(world: World, ticket: Ticket) -> dict[str, Knocker]:
    """Two agents and those around them, two contacts, an outsider, a visitor, and the holder of a signed link."""
    users = {
        "anna": world.anna, "bram": world.bram, "lena": world.lena, "chiara": world.chiara, "dieter": world.dieter,
        "emma": user_for(cast.EMMA.email), "farid": user_for(cast.FARID.email), "oscar": user_for(cast.OSCAR.email),
    }  # fmt: skip
    found = {}
    for name, user in users.items():
        client = Client(raise_request_exception=True)
        client.force_login(user)
        found[name] = Knocker(name, client, make_token(user=user, name="matrix"))
    found["visitor"] = Knocker("visitor", Client(), None)
    holder = Client()
    holder.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk))
    found["holder"] = Knocker("holder", holder, None)
    return found

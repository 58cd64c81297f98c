"""The cast, in the database."""

from dataclasses import dataclass

import pytest

from balie.accounts.models import Role, Team, User
from balie.accounts.users import add_team, add_user
from balie.events.actor import Actor
from balie.people.identities import contact_for
from balie.people.models import Contact, Domain, Organisation
from balie.tickets.content import Content
from balie.tickets.conversation import open_ticket
from balie.tickets.models import Channel, Ticket
from tests import cast

PASSWORD = "a calm counter 7"


@dataclass
class World:
    """Two teams with an agent each, those above them, two contacts, and an outsider; tickets by `ticket()`."""

    it: Team
    orders: Team
    anna: User  # agent, IT
    bram: User  # agent, Orders
    chiara: User  # supervisor
    dieter: User  # administrator
    lena: User  # light agent, Orders
    fietsfabriek: Organisation
    emma: Contact
    farid: Contact
    oscar: Contact  # has nothing to look for here

    def ticket(
        self, *, subject: str = "The till prints no receipts", text: str = "Since this morning the till is silent.",
        requester: Contact | None = None, team: Team | None = None, **fields: object,
    ) -> Ticket:  # fmt: skip
        asker = requester or self.emma
        made, _message = open_ticket(
            subject=subject, content=Content(text=text), requester=asker, channel=Channel.EMAIL,
            actor=Actor.contact(asker.pk), team_id=team.pk if team else None, **fields,  # type: ignore[arg-type]
        )  # fmt: skip
        return made


def make_world(password: str | None = PASSWORD) -> World:
    it, orders = add_team(name="IT"), add_team(name="Orders")

    def user(person: cast.Person, role: str, *teams: Team) -> User:
        made = add_user(
            email=person.email, name=person.name, role=role, language=person.language, teams=teams, password=password
        )
        # What is sent goes out at once: most tests wait for it.
        made.undo_seconds = 0
        made.save(update_fields=["undo_seconds"])
        return made

    organisation = Organisation.objects.create(name="Fietsfabriek")
    Domain.objects.create(organisation=organisation, name="fietsfabriek.example")

    def contact(person: cast.Person) -> Contact:
        return contact_for(email=person.email, name=person.name, language=person.language)

    return World(
        it=it, orders=orders,
        anna=user(cast.ANNA, Role.AGENT, it), bram=user(cast.BRAM, Role.AGENT, orders),
        chiara=user(cast.CHIARA, Role.SUPERVISOR), dieter=user(cast.DIETER, Role.ADMIN),
        lena=user(cast.LENA, Role.LIGHT_AGENT, orders),
        fietsfabriek=organisation,
        emma=contact(cast.EMMA), farid=contact(cast.FARID), oscar=contact(cast.OSCAR),
    )  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world()

"""Makes the demo's people and tickets by the same verbs that the desk uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings

from balie.accounts.models import Role, Team, User
from balie.accounts.users import add_team, add_user
from balie.commands.demo.opinions import rate
from balie.commands.demo.people import ASKERS, ORGANISATIONS
from balie.commands.demo.stories import COUNT, Story, story
from balie.commands.progress import Progress
from balie.core.clock import set_to
from balie.events.actor import SYSTEM, Actor
from balie.people.identities import contact_for
from balie.people.models import Contact, Domain, Organisation
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, open_ticket, receive, reply
from balie.tickets.lifecycle import change_status
from balie.tickets.models import Ticket

TEAMS = ("IT", "Orders", "Shops")
USERS = (
    ("Grace Turner", "grace", "en", Role.AGENT, ("IT", "Orders")),
    ("Anna de Vries", "anna", "nl", Role.AGENT, ("IT",)),
    ("Bram Jansen", "bram", "nl", Role.AGENT, ("Orders",)),
    ("Sofie Peeters", "sofie", "nl", Role.AGENT, ("Shops", "Orders")),
    ("Jonas Wagner", "jonas", "de", Role.AGENT, ("IT", "Shops")),
    ("Elena Greco", "elena", "it", Role.AGENT, ("Orders", "Shops")),
    ("Lena Hofmann", "lena", "de", Role.LIGHT_AGENT, ("Orders",)),
    ("Chiara Rossi", "chiara", "it", Role.SUPERVISOR, ()),
    ("Dieter Vogel", "dieter", "de", Role.ADMIN, ()),
)
DOMAIN = "morgenrood.example"


@dataclass
class Cast:
    teams: dict[str, Team]
    agents: dict[str, list[User]]
    contacts: dict[str, Contact]


def is_there() -> bool:
    return User.objects.filter(email=f"anna@{DOMAIN}").exists()


def is_in_use() -> bool:
    return Ticket.objects.exists()


def introductions() -> str:
    """Who can sign in, what they do and in which language they read the desk: a line each."""
    languages = dict(settings.LANGUAGES)
    width = max(len(f"{login}@{DOMAIN}") for _name, login, *_rest in USERS)
    return "\n".join(
        f"  {f'{login}@{DOMAIN}':{width}}  {str(role.label).lower()}, reads {languages[language]}"
        for _name, login, language, role, _teams in USERS
    )


def make_people(password: str) -> Cast:
    teams = {name: add_team(name=name) for name in TEAMS}
    agents: dict[str, list[User]] = {name: [] for name in TEAMS}
    for name, login, language, role, of in USERS:
        user = add_user(
            email=f"{login}@{DOMAIN}", name=name, role=role, language=language, password=password,
            teams=[teams[team] for team in of],
        )  # fmt: skip
        if role == Role.AGENT:
            for team in of:
                agents[team].append(user)
    for name, domain in ORGANISATIONS.items():
        Domain.objects.create(organisation=Organisation.objects.create(name=name), name=domain)
    contacts = {one.email: contact_for(email=one.email, name=one.name, language=one.language) for one in ASKERS}
    return Cast(teams, agents, contacts)


def lead() -> User:
    """Who looks after all teams."""
    return User.objects.get(email=f"chiara@{DOMAIN}")


def make_tickets(cast: Cast, today: datetime) -> None:
    progress = Progress(f"Filling the desk with the demo's {COUNT} tickets", COUNT)
    for number in range(COUNT):
        tell(story(number, today), cast, Random(number))  # noqa: S311 -- no secret: the same world each time
        progress.at(number + 1)


def tell(told: Story, cast: Cast, rng: Random) -> None:
    contact, agent = cast.contacts[told.asker.email], rng.choice(cast.agents[told.team])
    moment = told.opened
    with set_to(moment):
        ticket, _message = open_ticket(
            subject=told.subject, content=Content(text=told.ask), requester=contact, channel=told.channel,
            actor=Actor.contact(contact.pk), kind=told.kind, priority=told.priority,
            team_id=cast.teams[told.team].pk, tags=told.tags, language=told.asker.language,
        )  # fmt: skip
    for who, text in told.turns:
        moment += told.pace * rng.uniform(0.4, 1.6)
        with set_to(moment):
            _turn(ticket, who, text, contact, agent)
    with set_to(moment + timedelta(minutes=2)):
        if told.end == "open":
            assign(ticket_id=ticket.pk, assignee_id=agent.pk, actor=Actor.user(agent.pk))
        if told.end != "new":
            end = "resolved" if told.end == "closed" else told.end
            change_status(ticket_id=ticket.pk, status=end, actor=Actor.user(agent.pk))
            if told.end in ("resolved", "closed"):
                rate(ticket, agent.pk)
    if told.end == "closed":
        with set_to(moment + timedelta(days=7)):
            change_status(ticket_id=ticket.pk, status="closed", actor=SYSTEM)


def _turn(ticket: Ticket, who: str, text: str, contact: Contact, agent: User) -> None:
    content = Content(text=text)
    if who == "contact":
        receive(
            ticket_id=ticket.pk, content=content, author=contact, channel=ticket.channel,
            actor=Actor.contact(contact.pk),
        )  # fmt: skip
    elif who == "note":
        add_note(ticket_id=ticket.pk, content=content, actor=Actor.user(agent.pk))
    else:
        signed = Content(text=f"{text}\n\n{agent.name}")
        reply(ticket_id=ticket.pk, content=signed, actor=Actor.user(agent.pk))

"""What lies open at the desk of the demo today: tasks, words among colleagues, time, tickets that hang together."""

from datetime import date, timedelta

from balie.accounts.models import User
from balie.commands.demo.world import Cast
from balie.core.clock import now, set_to
from balie.events.actor import Actor
from balie.events.models import Event
from balie.notifications.telling import tell
from balie.tickets.assignment import assign
from balie.tickets.content import Content
from balie.tickets.conversation import add_note
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.field_records import FieldDefinition
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import Way, link
from balie.tickets.mentioning import Mentions, mention
from balie.tickets.models import Ticket
from balie.tickets.own_statuses.known import known_statuses
from balie.tickets.participation import follow
from balie.tickets.task_records import Checklist
from balie.tickets.work.time_spent import Spent, spend_time
from balie.tickets.work.to_do import Wanted, add_checklist, add_task, finish_task

_CAUSES = ("cable", "till", "software", "network", "handling")


def go_on(cast: Cast) -> None:
    anna, grace = (next(user for user in cast.agents["IT"] if user.name.startswith(name)) for name in ("Anna", "Grace"))
    _note_causes(cast, anna)
    _name_statuses(cast)
    began = now()
    open_ones = list(
        Ticket.objects.filter(team=cast.teams["IT"], status="open", assignee=anna).order_by("-updated_at")[:4]
    )
    for place, ticket in enumerate(open_ones):
        _work_on(ticket, place, anna, grace)
    link(ticket_id=open_ones[0].pk, other_id=open_ones[1].pk, way=Way.RELATED, actor=Actor.user(anna.pk))
    for ticket in Ticket.objects.filter(team=cast.teams["IT"], status="new").order_by("-created_at")[:1]:
        assign(ticket_id=ticket.pk, assignee_id=anna.pk, actor=Actor.user(grace.pk))
    for event in Event.objects.filter(at__gte=began, due_at__isnull=False).order_by("pk"):
        tell(event)


def _note_causes(cast: Cast, agent: User) -> None:
    """Of what was an incident and is over."""
    cause = FieldDefinition.objects.get(key="cause").pk
    over = Ticket.objects.filter(team=cast.teams["IT"], kind="incident", status="resolved").order_by("pk")
    for place, ticket in enumerate(over):
        with set_to(ticket.updated_at):
            given = {cause: _CAUSES[place % len(_CAUSES)]}
            change_fields(ticket_id=ticket.pk, given=given, actor=Actor.user(agent.pk))


def _name_statuses(cast: Cast) -> None:
    """Of every other ticket that could have one of its own: of its team's, in turn."""
    teams = {team.pk: name for name, team in cast.teams.items()}
    known = known_statuses()
    for place, ticket in enumerate(Ticket.objects.filter(status__in=["open", "on_hold"]).order_by("pk")):
        ours = [one for one in known.within(ticket.status) if one.is_for(ticket.team_id)]
        if not ours or place % 2:
            continue
        agent = cast.agents[teams[ticket.team_id or 0]][0]
        with set_to(ticket.updated_at):
            own = ours[place // 2 % len(ours)].id
            change_status(ticket_id=ticket.pk, status=ticket.status, own=own, actor=Actor.user(agent.pk))


def _work_on(ticket: Ticket, place: int, agent: User, colleague: User) -> None:
    mine, theirs, day = Actor.user(agent.pk), Actor.user(colleague.pk), now().date()
    if place == 0:
        checklist = Checklist.objects.get(name="A till that stays dark")
        first, *_rest = add_checklist(ticket_id=ticket.pk, checklist=checklist, actor=mine)
        finish_task(task_id=first.pk, actor=mine)
        spend_time(ticket_id=ticket.pk, user=agent, spent=Spent(15, "On the phone with the shop"))
        follow(ticket_id=ticket.pk, user_id=colleague.pk, actor=theirs)
    elif place == 1:
        note = add_note(ticket_id=ticket.pk, content=_spoken_to(agent), actor=theirs)
        mention(message=note, mentions=Mentions(users=(agent.pk,)), actor=theirs)
        _due(ticket, "Call the shop", agent, day, mine)
    else:
        _due(ticket, "Ask the supplier for a date", agent, day + timedelta(days=place), mine)
        spend_time(ticket_id=ticket.pk, user=agent, spent=Spent(10 * place))


def _spoken_to(agent: User) -> Content:
    words = f"@{agent.name} the same happened at two other shops last week. Shall we make one problem of it?"
    return Content(text=words)


def _due(ticket: Ticket, title: str, agent: User, day: date, actor: Actor) -> None:
    add_task(ticket_id=ticket.pk, wanted=Wanted(title, assignee_id=agent.pk, due_on=day), actor=actor)

"""What becomes of the tickets and tasks of a team that is dissolved: another team has them, or nobody in particular."""

from procrastinate.contrib.django import app

from balie.accounts.models import Team
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.assignment import move_to_team
from balie.tickets.models import Ticket
from balie.tickets.task_records import Task
from balie.tickets.work.handing_on import hand_on_checklists, hand_on_task

_BATCH = 200


def hand_on_later(event: Event) -> None:
    """A team may have any number of tickets, so they are moved in a job."""
    job = app.configure_task("balie.tickets.tasks.hand_on_team")
    job.defer(team_id=event.data["team"], heir_id=event.data["heir"], user_id=event.actor_id)


def hand_on(*, team_id: int, heir_id: int | None, actor: Actor) -> int:
    """How many tickets were moved. Each is in a transaction of its own, as if somebody had moved it: who may see it,
    who finds it and whose lists it stands in follow from that. What was broken off is simply begun again.
    """
    moved = 0
    while not _gone(team_id, heir_id):
        tickets = Ticket.objects.filter(team=team_id).order_by("pk").values_list("pk", flat=True)[:_BATCH]
        for pk in tickets:
            move_to_team(ticket_id=pk, team_id=heir_id, actor=actor, in_bulk=True)
            moved += 1
        for pk in Task.objects.filter(team=team_id).order_by("pk").values_list("pk", flat=True)[:_BATCH]:
            hand_on_task(task_id=pk, team_id=team_id, heir_id=heir_id, actor=actor)
    return moved


@joined
def _gone(team_id: int, heir_id: int | None) -> bool:
    """Takes the team away when no ticket or task is left; nobody can give it one meanwhile, as the row is locked."""
    team = Team.with_dissolved.select_for_update().filter(pk=team_id).first()
    if team is None:
        return True
    if Ticket.objects.filter(team=team).exists() or Task.objects.filter(team=team).exists():
        return False
    hand_on_checklists(team_id=team_id, heir_id=heir_id)
    team.delete()
    return True

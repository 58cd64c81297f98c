"""What becomes of tasks and checklists of a team that is dissolved: another team has them, or nobody in particular."""

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.locking import locked
from balie.tickets.participation import colleagues, follow
from balie.tickets.task_records import Checklist, Task
from balie.tickets.work.to_do import CHANGED


@joined
def hand_on_task(*, task_id: int, team_id: int, heir_id: int | None, actor: Actor) -> None:
    """One that is open brings those of the heir along to its ticket; what went elsewhere meanwhile stays there."""
    ticket_id = Task.objects.filter(pk=task_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        return
    locked(ticket_id, merged=True)
    mine = Task.objects.filter(pk=task_id, ticket=ticket_id, team=team_id)
    task = mine.first()
    if task is None:
        return
    mine.update(team=heir_id)
    if task.done_at is None:
        for pk in colleagues(teams=filter(None, [heir_id])):
            follow(ticket_id=ticket_id, user_id=pk, actor=actor)
        record(CHANGED, actor=actor, ticket_id=ticket_id, task=task_id)


@joined
def hand_on_checklists(*, team_id: int, heir_id: int | None) -> None:
    """Without an heir they are everybody's."""
    Checklist.objects.filter(team=team_id).update(team=heir_id)

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from balie.events.actor import SYSTEM, Actor
from balie.tickets.drafting import delete_old_drafts
from balie.tickets.handing_on import hand_on


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def hand_on_team(team_id: int, heir_id: int | None, user_id: int | None) -> None:
    hand_on(team_id=team_id, heir_id=heir_id, actor=SYSTEM if user_id is None else Actor.user(user_id))


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="tickets.forget_drafts")
def forget_old_drafts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    delete_old_drafts()

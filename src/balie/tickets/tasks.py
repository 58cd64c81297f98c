from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from balie.events.actor import SYSTEM, Actor
from balie.people.exporting import keeping
from balie.tickets.bulk.working import forget_old, go_on, work_off
from balie.tickets.drafting import delete_old_drafts
from balie.tickets.exporting import tables
from balie.tickets.handing_on import hand_on
from balie.tickets.of_contacts.latecomers import go_on_following
from balie.tickets.tags.merging import clear, go_on_clearing


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def hand_on_team(team_id: int, heir_id: int | None, user_id: int | None) -> None:
    hand_on(team_id=team_id, heir_id=heir_id, actor=SYSTEM if user_id is None else Actor.user(user_id))


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="tickets.forget_drafts")
def forget_old_drafts(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    delete_old_drafts()
    forget_old()


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def change_many_tickets(bulk_id: int) -> None:
    work_off(bulk_id)


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def clear_tag(tag_id: int) -> None:
    clear(tag_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tickets.go_on_changing", lock="tickets.go_on_changing")
def go_on_changing(timestamp: int) -> None:  # noqa: ARG001 -- as above
    go_on()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tickets.go_on_clearing", lock="tickets.go_on_clearing")
def go_on_clearing_tags(timestamp: int) -> None:  # noqa: ARG001 -- as above
    go_on_clearing()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tickets.follow_contacts", lock="tickets.follow_contacts")
def follow_merged_contacts(timestamp: int) -> None:  # noqa: ARG001 -- as above
    go_on_following()


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def make_ticket_export(export_id: int) -> None:
    keeping.make(export_id, tables.table_of)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tickets.go_on_exporting", lock="tickets.go_on_exporting")
def go_on_exporting_tickets(timestamp: int) -> None:  # noqa: ARG001 -- as above
    keeping.go_on(tables.OF_TICKETS, tables.table_of)

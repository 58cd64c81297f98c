from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from balie.people import cleaning
from balie.people.exporting import keeping, making
from balie.people.importing import asking, working


@app.periodic(cron="11 3 * * *")
@app.task(queueing_lock="people.clean")
def clean_people(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    cleaning.forget_unproved()
    asking.forget_old()


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def work_at_import(import_id: int) -> None:
    working.work_off(import_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="people.go_on_importing", lock="people.go_on_importing")
def go_on_importing(timestamp: int) -> None:  # noqa: ARG001 -- as above
    working.go_on()


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def make_export(export_id: int) -> None:
    keeping.make(export_id, making.table_of)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="people.go_on_exporting", lock="people.go_on_exporting")
def go_on_exporting(timestamp: int) -> None:  # noqa: ARG001 -- as above
    keeping.forget_old()
    keeping.go_on(making.OF_PEOPLE, making.table_of)

from procrastinate.contrib.django import app

from balie.people import cleaning


@app.periodic(cron="11 3 * * *")
@app.task(queueing_lock="people.clean")
def clean_people(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    cleaning.forget_unproved()

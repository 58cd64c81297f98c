from procrastinate.contrib.django import app

from balie.api.idempotency import forget_old_answers


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="api.forget_answers")
def forget_answers(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    forget_old_answers()

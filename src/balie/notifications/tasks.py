from procrastinate.contrib.django import app

from balie.notifications.forgetting import forget_old


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="notifications.forget_old")
def forget_old_notifications(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    forget_old()

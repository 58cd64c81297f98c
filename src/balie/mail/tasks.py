from procrastinate.contrib.django import app

from balie.mail import cleaning


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="mail.forget")
def forget_old_mail(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    cleaning.forget_old_mail()

from procrastinate.contrib.django import app

from balie.files import cleaning, sweeping


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="files.clean")
def clean_files(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it to every periodic task
    cleaning.delete_old_uploads()
    cleaning.delete_orphans()


@app.periodic(cron="53 3 * * 0")
@app.task(queueing_lock="files.sweep")
def sweep_files(timestamp: int) -> None:  # noqa: ARG001 -- as above
    sweeping.sweep()

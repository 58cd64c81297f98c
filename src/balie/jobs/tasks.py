from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT

from balie.core.expiring import delete_expired


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="jobs.take_again", pass_context=True)
async def take_again(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 -- see other periodic tasks
    """What a worker was at when it was killed: nobody else would ever take it up."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=120):
        try:
            await jobs.retry_job(job)
        except UniqueViolation as error:
            if error.constraint_name != QUEUEING_LOCK_CONSTRAINT:
                raise
            # Its successor waits already and does the same.
            await jobs.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="jobs.forget_expired")
def forget_expired(timestamp: int) -> None:  # noqa: ARG001 -- as above
    delete_expired()

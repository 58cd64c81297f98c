from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="jobs.take_again", pass_context=True)
async def take_again(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 -- see other periodic tasks
    """What a worker was at when it was killed: nobody else would ever take it up."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=120):
        await jobs.retry_job(job)

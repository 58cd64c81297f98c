"""What waits, and for how long: asked of the database when Prometheus comes by."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from balie.channels.email.models import Delivery
from balie.channels.email.models import State as DeliveryState
from balie.core.clock import now
from balie.jobs.models import Worker
from balie.mail.models import OutgoingMail
from balie.mail.models import State as MailState


class QueueFigures(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("balie_queue_waiting", "Pieces of work that wait.", labels=["queue"])
        oldest = GaugeMetricFamily("balie_queue_oldest_seconds", "Age of what waits longest.", labels=["queue"])
        for name, (count, since) in _queues().items():
            waiting.add_metric([name], count)
            oldest.add_metric([name], _age(since) if since else 0)
        yield waiting
        yield oldest
        beaten = Worker.objects.aggregate(at=Max("seen_at"))["at"]
        yield GaugeMetricFamily(
            "balie_worker_heartbeat_age_seconds",
            "Since a worker was last heard of; absent when none ever was.",
            value=_age(beaten) if beaten else None,
        )
        unsent = OutgoingMail.objects.filter(state__in=[MailState.FAILED, MailState.UNCERTAIN]).count()
        yield GaugeMetricFamily("balie_mail_unsent", "Mails that were given up.", value=unsent)


def _queues() -> dict[str, tuple[int, datetime | None]]:
    intake = Delivery.objects.filter(state=DeliveryState.RECEIVED).aggregate(n=Count("pk"), since=Min("received_at"))
    outgoing = OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING]).aggregate(
        n=Count("pk"), since=Min("created_at")
    )
    # A job that is to run later does not wait.
    due = Q(status="todo") & (Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now()))
    scheduled = ProcrastinateJob.objects.filter(due).aggregate(n=Count("pk"), since=Min("scheduled_at"))
    named = {"intake": intake, "outgoing": outgoing, "scheduled": scheduled}
    return {name: (found["n"], found["since"]) for name, found in named.items()}


def _age(since: datetime) -> float:
    return round((now() - since).total_seconds(), 1)

"""What was told long ago is no news: the ticket has it still."""

from datetime import timedelta

from balie.core.clock import now
from balie.notifications.models import Bundle, Notification

KEEP = timedelta(days=90)


def forget_old() -> int:
    before = now() - KEEP
    Bundle.objects.filter(latest_at__lt=before).delete()
    rows, _tables = Notification.objects.filter(at__lt=before).delete()
    return rows

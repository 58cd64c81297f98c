"""Forgets mail that has long been sent: the ticket keeps what was said."""

from datetime import timedelta

from balie.core.clock import now
from balie.mail.models import OutgoingMail, State

# A server may report for days that it could not deliver after all.
KEEP_SENT = timedelta(days=30)
KEEP_TROUBLE = timedelta(days=180)
KEEP_SECRETS = timedelta(days=1)
_BATCH = 1000


def forget_old_mail() -> int:
    moment = now()
    OutgoingMail.objects.filter(confidential=True, created_at__lt=moment - KEEP_SECRETS).exclude(
        text="", html=""
    ).exclude(state__in=[State.QUEUED, State.SENDING]).update(text="", html="")
    sent = OutgoingMail.objects.filter(state=State.SENT, created_at__lt=moment - KEEP_SENT)
    trouble = OutgoingMail.objects.filter(
        state__in=[State.FAILED, State.UNCERTAIN, State.BOUNCED], created_at__lt=moment - KEEP_TROUBLE
    )
    forgotten = 0
    for old in (sent, trouble):
        while ids := list(old.values_list("pk", flat=True)[:_BATCH]):
            OutgoingMail.objects.filter(pk__in=ids).delete()
            forgotten += len(ids)
    return forgotten

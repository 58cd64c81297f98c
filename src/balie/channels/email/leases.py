"""One process at a time fetches a mailbox. It only spares the others the work: twice fetched is still once taken in."""

import os
import socket
from datetime import timedelta

from django.db.models import Q

from balie.channels.email.models import Mailbox
from balie.core.clock import now

LEASE = timedelta(seconds=150)
# The same for all processes of a node: a restart goes on at once.
OWNER = f"{socket.gethostname()}:{os.environ.get('BALIE_HOME', '')}"[:120]


def hold(mailbox_id: int, *, owner: str = OWNER) -> bool:
    """Takes or renews it; False while somebody else has it."""
    moment = now()
    free = Q(fetcher=owner) | Q(fetcher="") | Q(fetcher_until__lt=moment)
    rows = Mailbox.objects.filter(free, pk=mailbox_id).update(fetcher=owner, fetcher_until=moment + LEASE)
    return rows == 1


def give_back(mailbox_id: int, *, owner: str = OWNER) -> None:
    Mailbox.objects.filter(pk=mailbox_id, fetcher=owner).update(fetcher="", fetcher_until=None)

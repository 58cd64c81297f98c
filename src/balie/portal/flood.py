"""Keeps forms that anybody may send from being used to flood the desk or somebody's mailbox."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def within_limits(request: HttpRequest, *, form: str, email: str) -> bool:
    """Counts this attempt. Many people may share one network address, so it allows more than a mail address does."""
    ip = str(get_adapter().get_client_ip(request))
    return _count(f"{form}:ip", ip) <= 40 and _count(f"{form}:email", email.lower()) <= 8


def _count(scope: str, key: str) -> int:
    """How often within this hour. An address is kept as a hash only, and forgotten after the hour."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    name = f"flood:{scope}:{digest}:{int(time.time() // HOUR)}"
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name)
    except ValueError:  # gone in between: the hour is over
        return 1

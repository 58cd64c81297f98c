"""Where a user is signed in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from balie.accounts.models import User

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Macintosh", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedIn:
    pk: int
    device: str
    browser: str
    ip: str
    since: datetime
    is_current: bool


def described(sessions: Iterable[UserSession]) -> list[SignedIn]:
    """In words; newest first."""
    return [
        SignedIn(
            pk=it.pk,
            device=device,
            browser=browser,
            ip=it.ip,
            since=it.created_at,
            is_current=it.is_current(),
        )
        for it in sorted(sessions, key=lambda it: it.created_at, reverse=True)
        for browser, device in [browser_and_device(it.user_agent)]
    ]


def browser_and_device(agent: str) -> tuple[str, str]:
    """In words."""
    return _named(_BROWSERS, agent) or _("Unknown browser"), _named(_DEVICES, agent) or _("Unknown device")


def end_session(*, user: User, pk: int) -> None:
    """Another's session, or one that has ended, is left alone."""
    for session in UserSession.objects.filter(user=user, pk=pk):
        session.end()


def _named(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in names if re.search(rf"\b{mark}", agent)), "")

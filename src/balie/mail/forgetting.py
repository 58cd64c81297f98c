"""Forgets what mails said, before their time: of those that were sent, or that nobody can send any more."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection

from balie.mail.models import Enclosure, OutgoingMail, State

_ON_THEIR_WAY = (State.QUEUED, State.SENDING)
# Mails fold their lines, and put a mark before those that they quote.
_FORGET = r"""
update mail_outgoingmail set text = '', html = '',
    headers = (select coalesce(jsonb_agg(header), '[]') from jsonb_array_elements(headers) as header
               where header->>0 <> 'Subject')
where created_at >= %s and not state = any(%s)
    and regexp_replace(text || ' ' || headers::text, '[\s>]+', ' ', 'g') ~* %s
"""


def is_on_its_way(references: Collection[str]) -> bool:
    return OutgoingMail.objects.filter(reference__in=references, state__in=_ON_THEIR_WAY).exists()


def forget_words(*, since: datetime, phrases: Iterable[str] = (), references: Collection[str] = ()) -> None:
    """All words of the mails that say one of the phrases, or that were written for one of the references."""
    if references:
        written = OutgoingMail.objects.filter(reference__in=references).exclude(state__in=_ON_THEIR_WAY)
        written.update(text="", html="")
    pattern = "|".join(re.sub(r"\\?\s+|>", "[ >]+", re.escape(phrase)) for phrase in phrases)
    if pattern:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [since, [state.value for state in _ON_THEIR_WAY], pattern])


def forget_files(*, reference: str, sha256s: Collection[str]) -> None:
    Enclosure.objects.filter(mail__reference=reference, blob__in=sha256s).delete()

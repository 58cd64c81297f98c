"""Bounces without a machine-readable part: flufl.bounce for the dialects it knows, and words for the rest."""

from __future__ import annotations

import re

from . import bounce_phrases as phrases
from .bounces import is_permanent, original_message_id, status_in
from .headers import Headers
from .message import Bounce, BouncedRecipient
from .parameters import parameters_of
from .structure import Part, walk

_ADDRESS = re.compile(
    r"(?<![\w.=+@-])([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8})(?![\w@])"
)
_OTHER_REPORTS = {"feedback-report", "disposition-notification"}
_LIMIT = 20_000
_LIBRARY_LIMIT = 200_000
_ENOUGH = 3
_MOST_RECIPIENTS = 100


def read_dialect(message: Part, headers: Headers, text: str, own: set[str]) -> Bounce | None:
    """A bounce by its looks; None for every other mail. `own`: addresses that cannot have failed."""
    text = text[:_LIMIT]
    report = parameters_of(message, "Content-Type")
    kind = report.values.get("report-type", "").lower()
    if kind in _OTHER_REPORTS or phrases.SUCCESS.search(headers.text("Subject")):
        return None
    told = _told_by_sender(headers) + (2 if report.value == "multipart/report" else 0)
    told_at_all = told + (2 if phrases.SUBJECT.search(headers.text("Subject")) else 0)
    if told_at_all + _told_by_words(text, searched=told_at_all > 0) < _ENOUGH:
        return None
    words = phrases.ORIGINAL.split(text, maxsplit=1)[0]
    status = status_in(words)
    delayed = phrases.DELAYED.search(words) is not None
    failed = _by_library(message, text, headers) or dict.fromkeys(_named(headers, words, own), not delayed)
    recipients = tuple(
        BouncedRecipient(email, "failed" if lost else "delayed", status, lost and is_permanent(status, words))
        for email, lost in list(failed.items())[:_MOST_RECIPIENTS]
    )
    return Bounce(recipients, original_message_id(message), certain=told >= 2)


def _told_by_sender(headers: Headers) -> int:
    """How surely a mail system wrote this. People do write as postmaster."""
    sender = headers.text("From")
    points = 3 if phrases.DAEMON.search(sender) else 2 if phrases.POSTMASTER.search(sender) else 0
    if phrases.NULL_SENDER.fullmatch(headers.first("Return-Path") or "-"):
        points += 2
    return points + (3 if "X-Failed-Recipients" in headers else 0)


def _told_by_words(text: str, *, searched: bool) -> int:
    if '"Bounce"' in text and phrases.NOTIFICATION.search(text):
        return _ENOUGH
    if not searched:  # words alone are never enough, and looking for them is dear
        return 0
    if phrases.STRONG.search(text[:2000]):
        return 2
    return 1 if phrases.WEAK.search(text) else 0


def _named(headers: Headers, words: str, own: set[str]) -> list[str]:
    named = [address.email for address in headers.addresses("X-Failed-Recipients")] or _ADDRESS.findall(words)
    return list(dict.fromkeys(
        email.lower() for email in named if email.lower() not in own and not phrases.DAEMON.search(email)
    ))  # fmt: skip


def _by_library(message: Part, text: str, headers: Headers) -> dict[str, bool]:
    """Failed addresses, and whether for good. A long report is cut: some detectors take seconds for a megabyte."""
    from flufl.bounce import all_failures

    if sum(len(part.raw_body()) for part in walk(message)) > _LIBRARY_LIMIT:
        message = Part()
        for name in ("From", "Subject"):
            message[name] = headers.text(name)
        message.set_payload(text.encode("ascii", "replace").decode("ascii"))
    try:
        temporary, permanent = all_failures(message)
    except (ValueError, LookupError, AttributeError, TypeError):
        return {}
    return {address.decode("ascii", "replace").lower(): where is permanent
            for where in (temporary, permanent) for address in where if b"@" in address}  # fmt: skip

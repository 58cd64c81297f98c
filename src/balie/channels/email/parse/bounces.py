"""Delivery reports (RFC 3464): who did not get a mail, and whether for good."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .addresses import read_addresses
from .charsets import decode, scrub
from .headers import Headers
from .message import Bounce, BouncedRecipient
from .parameters import parameters_of
from .structure import Part, content_type, walk
from .transfer import payload_bytes

_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_WENT_WELL = {"delivered", "deliverable", "relayed", "expanded"}
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*(?:\r?\n[ \t]+.*)*)", re.MULTILINE)
_FULL = re.compile(
    r"mailbox (?:is )?full|over ?quota|quota exceeded|exceed\w* (?:\w+ ){0,3}(?:quota|storage)|mailbox size limit"
    r"|out of storage",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"^Message-ID:\s*<?([^<>\s]+@[^<>\s]+?)>?\s*$", re.IGNORECASE | re.MULTILINE)
_MOST = 500
_LIMIT = 200_000

Fields = dict[str, str]


def read_report(message: Part) -> Bounce | None:
    """What the machine-readable part says: without recipients where all went well, None where it says nothing."""
    recipients: dict[str, BouncedRecipient] = {}
    for part in walk(message):
        if content_type(part) in _REPORTS:
            for fields in _groups(_text_of(part)):
                recipient = _recipient(fields)
                if recipient is not None and len(recipients) < _MOST:
                    recipients.setdefault(recipient.email.lower(), recipient)
    if not recipients:
        return None
    failed = tuple(item for item in recipients.values() if item.action not in _WENT_WELL)
    return Bounce(failed, original_message_id(message) if failed else None)


def report_type(message: Part) -> str | None:
    """`delivery-status`, `disposition-notification`, `feedback-report`…; by the parts where the header does not say."""
    declared = parameters_of(message, "Content-Type")
    if declared.value == "multipart/report" and (named := declared.values.get("report-type")):
        return named.strip().lower()
    return "delivery-status" if any(content_type(part) in _REPORTS for part in walk(message)) else None


def is_permanent(status: str | None, words: str, *, delayed: bool = False) -> bool:
    """A class 5 failure other than a full mailbox."""
    if delayed or (status is not None and (not status.startswith("5") or status == "5.2.2")):
        return False
    return not _FULL.search(words)


def status_in(words: str) -> str | None:
    found = _STATUS.search(words)
    return found[0] if found else None


def original_message_id(message: Part) -> str | None:
    """The id of the mail that came back: from its headers in the report, or as quoted in the text."""
    for part in walk(message):
        if content_type(part) in {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}:
            inner = next(iter(part.parts()), None)
            if inner is not None and (found := Headers(inner).message_id()):
                return found
            if found_in_text := _MESSAGE_ID.search(_text_of(part)):
                return found_in_text[1]
    for part in walk(message):
        if content_type(part) == "text/plain" and (found_in_text := _MESSAGE_ID.search(_text_of(part))):
            return found_in_text[1]
    return None


def _text_of(part: Part) -> str:
    if inside := part.parts():
        return scrub(decode(b"\n\n".join(inner.original() for inner in inside)[:_LIMIT]).text)
    return scrub(decode(payload_bytes(part)[:_LIMIT]).text)


def _groups(text: str) -> Iterator[Fields]:
    for block in re.split(r"(?:\r?\n[ \t]*){2,}", text):
        fields: Fields = {}
        for name, value in _FIELD.findall(block):
            fields.setdefault(name.lower(), " ".join(value.split()))
        if "final-recipient" in fields or "original-recipient" in fields:
            yield fields


def _recipient(fields: Fields) -> BouncedRecipient | None:
    email = _address(fields.get("original-recipient")) or _address(fields.get("final-recipient"))
    if email is None:
        return None
    action = (fields.get("action") or "").split(" ")[0].strip("();").lower() or None
    words = fields.get("diagnostic-code", "")
    status = status_in(fields.get("status", "")) or status_in(words)
    return BouncedRecipient(email, action, status, is_permanent(status, words, delayed=action == "delayed"))


def _address(value: str | None) -> str | None:
    """`rfc822;someone@example.com`, and what is written instead."""
    if not value:
        return None
    found = read_addresses(value.partition(";")[2] or value)
    return found[0].email.strip("<>'\"") if found else None

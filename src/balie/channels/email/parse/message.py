"""What a mail is once it has been read: values only, nothing of the wire."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Auto(StrEnum):
    """Who wrote, when it was not a person at this moment. Where several apply, the first one here."""

    REPLY = "auto-reply"
    LIST = "list"
    BULK = "bulk"
    GENERATED = "auto-generated"


class Protection(StrEnum):
    """Cryptography around the mail, recognised and not verified."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"


SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})


@dataclass(frozen=True, slots=True)
class Address:
    email: str
    name: str | None = None

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes = field(repr=False)
    inline: bool = False
    content_id: str | None = None

    @property
    def is_signature(self) -> bool:
        """A detached signature: kept, for who wants to verify it, and of no interest to a reader."""
        return self.content_type in SIGNATURES

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """`action` and `status` as in RFC 3464, None where the report does not say."""

    email: str
    action: str | None
    status: str | None
    permanent: bool


@dataclass(frozen=True, slots=True)
class Bounce:
    recipients: tuple[BouncedRecipient, ...]
    original_message_id: str | None = None
    certain: bool = True  # False: told by its words only; a person who asks about a bounce may write the same

    @property
    def permanent(self) -> bool:
        return any(recipient.permanent for recipient in self.recipients)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Header lines that threading and guards need: as written, unfolded, ids without angle brackets."""

    return_path: str | None = None  # "" is the null sender `<>`
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To: addresses, newest first
    auto_submitted: str | None = None
    precedence: str | None = None
    auto_response_suppress: str | None = None
    list_id: str | None = None
    list_unsubscribe: str | None = None
    balie_id: str | None = None  # X-Balie-Id: a desk like this one sent it
    authentication_results: tuple[str, ...] = ()  # newest (nearest to us) first
    received: tuple[str, ...] = ()  # newest first, the last few only


@dataclass(frozen=True, slots=True)
class ParsedEmail:
    """A mail as people and rules see it. All strings are free of NUL and of lone surrogates."""

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime | None = None
    subject: str = ""
    sender_address: Address | None = None  # the Sender header
    from_address: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    text: str = ""  # the whole readable body
    reply_text: str = ""  # what was written this time
    html: str | None = None  # sanitised; reply_html and history_html together show the same
    reply_html: str | None = None
    history_html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    charset_guessed: bool = False
    auto: Auto | None = None
    bounce: Bounce | None = None
    report: str | None = None  # the report-type of a multipart/report
    protection: Protection | None = None
    envelope: Envelope = field(default_factory=Envelope)
    defects: tuple[str, ...] = ()

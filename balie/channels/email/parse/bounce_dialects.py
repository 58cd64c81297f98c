"""Bounces without a machine-readable part: flufl.bounce for the dialects it knows, and words for the rest."""

from __future__ import annotations

import re

from .bounces import is_permanent, original_message_id, status_in
from .headers import Headers
from .message import Bounce, BouncedRecipient
from .structure import Part

_SENDERS = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|maildaemon|postfix|mailerdaemon|mdaemon|smtp-?daemon|mail[-_.]?delivery(?:[-_.](?:subsystem|system))?"
    r"|bounces?|(?:non)?delivery|mailadm(?:in)?|mail-administrator|mail|microsoftexchange[0-9a-f]+|dsn|rejecter|noreply-bounce)(?=@|\Z)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:mail |message |e-?mail )?(?:un)?deliver(?:y|able|ed)\b.{0,40}(?:fail|status|report|error|problem|notif|subsystem|warn|delay|time|mail|attempt)"
    r"|fail(?:ed|ure|ing)\b.{0,30}(?:mail|deliver|notice|message|report|notif)|return(?:ed|ing) (?:mail|e-?mail|message|to sender)|undeliver(?:able|ed)|non[- ]?delivery|nondeliverable"
    r"|(?:mail|message|could|can)\s?not (?:be )?(?:delivered|deliverable)|unzustellbar|nicht zustellbar|konnte nicht (?:zugestellt|übermittelt)|zustellung|onbestelbaar|niet bezorgd|mancato recapito"
    r"|non (?:recapitabile|remis|consegnat)|échec de|no entregado|não entregue|недостав|mail (?:delivery )?(?:system )?error|delivery (?:failure|has failed|unsuccessful)"
    r"|error sending|unknown (?:user|address)|user unknown|unable to deliver|mailbox (?:full|unavailable)|(?:message|mail) (?:rejected|bounced|blocked|refused)|dsn:|ndn:|bounce|warning: (?:could not|message)|hinweis: mail|配信|退信|系统退信|メール.*(?:エラー|送信)|delivery",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:could|can|did|was|has|were|have|is) ?not (?:be |been )?(?:delivered|reach|deliver|sent|found|accept)|unable to (?:deliver|send|relay)|undeliverable|delivery (?:to the following|failed|failure|attempt|has failed|error)"
    r"|(?:user|recipient|mailbox|account|address|host|domain)s?(?: \S+)? (?:is )?(?:unknown|not found|unavailable|disabled|over quota|full|does ?n[o']t exist|not exist|rejected|invalid|inactive)|no such (?:user|recipient|mailbox|address|person)|unknown (?:user|recipient|mailbox|account|local)"
    r"|(?:exceeded|over) (?:\w+ )?quota|mailbox (?:is )?full|nicht zugestellt|returned (?:to you|message|mail)|permanent (?:error|fail|fatal)|fatal error|transient|have failed|failed (?:permanently|recipient|address)|rejected|message (?:was )?(?:undeliver|refused|delayed)"
    r"|(?<!\d)5[05]\d[ -][\d#5]|554 |550 |552 |does ?n[o']t (?:exist|have an? )|delivery to|couldn't be delivered|wasn't (?:delivered|able)|配送|送信できません|no delivery|配信",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"will (?:continue|keep|be re)?\s*(?:to )?(?:be )?(?:retr|try)|still trying|delayed|warning message only|not (?:yet )?been delivered (?:yet|after)|no action is required",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.=+-])<?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>?")
_ORIGINAL = re.compile(
    r"^[ \t>*-]*(?:-{2,}.*(?:original|copy of|returned|undelivered|message header|unsent|below this line|this is a copy).*|(?:original|your) message(?: (?:follows|headers?|text))?:?.*|received:.*|return-path:.*|message headers? follows?:?|message-id:.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_LIMIT = 50_000


def read_dialect(message: Part, headers: Headers, text: str, own: set[str]) -> Bounce | None:
    """A bounce by its looks; None for every other mail. `own`: addresses that cannot have failed."""
    if not _looks_like_bounce(headers, text[:_LIMIT]):
        return None
    words = _ORIGINAL.split(text[:_LIMIT], maxsplit=1)[0]
    status = status_in(words)
    delayed = _DELAYED.search(words) is not None
    found = _by_library(message)
    if not found:
        named = [*(item.email for item in headers.addresses("X-Failed-Recipients")), *_ADDRESS.findall(words)]
        found = {
            email.lower(): not delayed for email in named if email.lower() not in own and not _SENDERS.match(email)
        }
    recipients = tuple(
        BouncedRecipient(
            email=email,
            action="failed" if failed else "delayed",
            status=status,
            permanent=failed and is_permanent(status, words),
        )
        for email, failed in list(found.items())[:100]
    )
    return Bounce(recipients, original_message_id(message))


def _looks_like_bounce(headers: Headers, text: str) -> bool:
    if "X-Failed-Recipients" in headers:
        return True
    sender = next(iter(headers.addresses("From")), None)
    from_daemon = sender is not None and _SENDERS.match(sender.email) is not None
    from_daemon = from_daemon or (
        sender is None
        and bool(re.search(r"mailer-daemon|postmaster|mail delivery", headers.text("From"), re.IGNORECASE))
    )
    null_sender = headers.envelope().return_path == ""
    subject = _SUBJECT.search(headers.text("Subject")) is not None
    words = _WORDS.search(text) is not None
    return words and ((subject and (from_daemon or null_sender)) or (from_daemon and null_sender))


def _by_library(message: Part) -> dict[str, bool]:
    """Failed addresses, and whether for good."""
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(message)
    except (ValueError, LookupError, AttributeError, TypeError):
        return {}
    return {address.decode("ascii", "replace").lower(): where is permanent
            for where in (temporary, permanent) for address in where if b"@" in address}  # fmt: skip

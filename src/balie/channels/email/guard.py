"""Is a mail taken in, and may a program answer it? Pure: the mail and a few facts in, a decision out.

What a person wrote always becomes part of a ticket. So does what a machine has to tell (alarms, orders, newsletters):
nobody may lose an alarm. Only what answers by itself, loops, or reports on our own mail is not taken in.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from balie.channels.email.parse import Auto, ParsedEmail

_SPEAKS_FOR_NOBODY = re.compile(
    r"(?:mailer[-_]?daemon|postmaster|(?:no|do-?not)[-_.]?(?:reply|respond)|bounces?|noreply[\w.-]*|root|daemon)@",
    re.IGNORECASE,
)
_SUPPRESSING = {"all", "oof", "autoreply"}


class Decision(StrEnum):
    ACCEPT = "accept"
    IGNORE = "ignore"
    BOUNCE = "bounce"


class Reason(StrEnum):
    """Why. Stored with each delivery; the first group is not taken in, the second is taken in and never answered.

    - `bounce`: a report that a mail could not be delivered, or is late
    - `delivery-notice`: a report that a mail was delivered
    - `read-receipt`: a report that a mail was displayed
    - `loop`: we wrote it ourselves, by this desk or in the name of one of its addresses
    - `automatic-reply`: an absence or other reply by a program; ignored where it belongs to no ticket

    - `mailing-list`, `bulk`, `auto-generated`: written for many, or by a program of its own accord
    - `other-desk`: another desk like this one wrote it; two of them could answer each other for ever
    - `null-sender`, `no-reply-sender`: there is nobody to answer to
    - `answers-suppressed`: the mail asks that no program answers
    - `blocked`: somebody at the desk has blocked its sender
    - `looks-like-bounce`: told by its words only; a person may have written it

    - `` (empty): an ordinary mail
    """

    BOUNCE = "bounce"
    DELIVERY_NOTICE = "delivery-notice"
    READ_RECEIPT = "read-receipt"
    LOOP = "loop"
    AUTOMATIC_REPLY = "automatic-reply"
    MAILING_LIST = "mailing-list"
    BULK = "bulk"
    GENERATED = "auto-generated"
    OTHER_DESK = "other-desk"
    NULL_SENDER = "null-sender"
    NO_REPLY_SENDER = "no-reply-sender"
    SUPPRESSED = "answers-suppressed"
    LOOKS_LIKE_BOUNCE = "looks-like-bounce"
    BLOCKED = "blocked"
    ORDINARY = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    decision: Decision
    reason: Reason
    may_acknowledge: bool = False


def judge(email: ParsedEmail, *, from_own: bool, own_desk: bool, has_lead: bool, about_ours: bool = False) -> Verdict:
    """`from_own`: written in the name of one of our addresses; `own_desk`: its X-Balie-Id is ours;

    `has_lead`: it points to a ticket; `about_ours`: the mail that a bounce speaks of is one of ours.
    """
    if own_desk or (from_own and email.bounce is None):
        return Verdict(Decision.IGNORE, Reason.LOOP)
    if email.bounce is not None and (email.bounce.certain or about_ours):
        return Verdict(Decision.BOUNCE, Reason.BOUNCE)
    if email.bounce is None and email.report in _NOTICES:
        return Verdict(Decision.IGNORE, _NOTICES[email.report])
    if email.auto is Auto.REPLY and not has_lead:
        return Verdict(Decision.IGNORE, Reason.AUTOMATIC_REPLY)
    reason = _why_no_answer(email)
    return Verdict(Decision.ACCEPT, reason, may_acknowledge=reason is Reason.ORDINARY)


_NOTICES = {
    "delivery-status": Reason.DELIVERY_NOTICE,
    "disposition-notification": Reason.READ_RECEIPT,
}
_KINDS = {
    Auto.REPLY: Reason.AUTOMATIC_REPLY,
    Auto.LIST: Reason.MAILING_LIST,
    Auto.BULK: Reason.BULK,
    Auto.GENERATED: Reason.GENERATED,
}


def _why_no_answer(email: ParsedEmail) -> Reason:
    sender = email.from_address.email if email.from_address else ""
    suppressed = set(re.split(r"[\s,;]+", (email.envelope.auto_response_suppress or "").lower()))
    because = (
        (email.auto is not None, _KINDS.get(email.auto or Auto.REPLY)),
        (email.bounce is not None, Reason.LOOKS_LIKE_BOUNCE),
        (bool(email.envelope.balie_id), Reason.OTHER_DESK),
        (email.envelope.return_path == "", Reason.NULL_SENDER),
        (_SPEAKS_FOR_NOBODY.match(sender) is not None, Reason.NO_REPLY_SENDER),
        (bool(suppressed & _SUPPRESSING), Reason.SUPPRESSED),
    )
    return next((reason for holds, reason in because if holds and reason is not None), Reason.ORDINARY)

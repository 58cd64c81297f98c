"""How mail systems say that they could not deliver. Words only; `bounce_dialects.py` knows how much they count."""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


DAEMON = _any(
    r"\bmailer[-_. ]?daemon\b", r"\bmail-?daemon\b", r"\bsmtp-?daemon\b", r"\bmdaemon\b",
    r"\bmail[-. ]deliver(?:y)?[-. ](?:sub)?system\b", r"\bmicrosoftexchange[0-9a-f]{6,}@",
)  # fmt: skip
POSTMASTER = _any(
    r"\bpost[-_]?master\b", r"\bmail(?:[- ]?server)? administrator\b", r"\bsystem administrator\b",
    r"\bmail ?system\b", r"\binternet mail (?:delivery|service|connector)\b", r"\bmail deliver\w*\b",
    r"\bnon-?delivery\b", r"\bundelivered\b", r"\bbounces?@", r"\bmail-?admin\b",
    r"\bdelivery (?:status|report|notification)\b",
)  # fmt: skip
NULL_SENDER = re.compile(r"\s*(?:<\s*>|<?\"?mailer[-_]?daemon(?:@[^>]*)?\"?>?)\s*", re.IGNORECASE)
SUCCESS = _any(
    r"delivery (?:status )?notification \((?:success|relay|expanded)", r"successful mail delivery report",
    r"\A(?:relayed|delivered):", r"delivery (?:report|receipt|confirmation) \((?:success|ok)",
    r"successfully delivered",
)  # fmt: skip
SUBJECT = _any(
    (
        r"\bdeliver(?:y|ed)?\b.{0,40}\b(?:fail|status|error|problem|notif|warn|delay|time|unsuccess|suspend"
        r"|abort|incomplete)"
    ),
    r"\bfail(?:ed|ure)\b.{0,30}\b(?:mail|deliver|notice|message|report|notif|to send)", r"\bmail failure\b",
    r"\breturn(?:ed|ing)\b.{0,20}\b(?:e?-?mail|message|to sender)\b", r"\bundeliver(?:able|ed)\b",
    r"\bnon[- ]?deliver", r"\b(?:can|could|was|is|were)\s?no?t\b.{0,12}\bdeliver", r"\bunable to (?:deliver|send)\b",
    r"\bnot delivered\b",
    r"\b(?:mail|message|e-mail) (?:\w+ )?(?:error|rejected|bounced|blocked|refused|undelivered)\b",
    r"\bmail system error\b", r"\b(?:error|problem) (?:sending|delivering)\b",
    r"\b(?:unknown|invalid) (?:user|address|recipient)\b", r"\buser unknown\b",
    r"\bmailbox (?:is )?(?:full|unavailable|unknown)\b", r"\b[dn]dn: ", r"\bdsn:",
    r"\bwarning: (?:could not|message|mail)", r"\bbounced?\b", r"\bprocessing error\b", r"\brejected mail\b",
    r"\bblock(?:ed)? mail\b", r"\bunzustellbar", r"\bnicht (?:zugestellt|zustellbar|übermittelt)",
    r"\bzustell(?:ung|fehler|bericht)", r"\bunzustellb", r"\bonbestelbaar", r"\bniet (?:bezorgd|afgeleverd|besteld)",
    r"\bmancat[ao] (?:recapito|consegna)", r"\bnon (?:recapitabile|remis|remise|consegnat|distribuable)",
    r"\bimpossibile recapitare", r"\béchec (?:de|d['’])", r"\bno (?:se )?(?:ha podido |pudo )?(?:entregad|entregar)",
    r"\bnão (?:pôde ser )?entregue", r"не доставлен", r"недостав", r"退信", r"无法投递", r"投递失败", r"配信不能",
    r"配信.{0,4}(?:エラー|失敗|でき)", r"送信.{0,4}(?:エラー|失敗|でき)",
)  # fmt: skip
STRONG = _any(
    r"\b(?:could|can|did|was|were|has|have|is)\s?n[o']t (?:be |been )?(?:delivered|reached)\b",
    r"\bunable to deliver\b", r"\b(?:was|were|wasn't|not|n't) able to deliver\b", r"\bundeliverable\b",
    r"\bundelivered\b", r"\bdelivery to the following\b",
    r"\b(?:delivery|mail|message)\b.{0,30}\b(?:has|have) failed\b", r"\bcould not deliver\b",
    r"\bcannot (?:be )?deliver", r"\bdid not reach (?:the|your|one|some)\b", r"\bfailed recipient",
    r"\baddress(?:es)? (?:had|have|has) (?:permanent|delivery|transient|fatal)", r"\bthe following address\w* failed",
    r"\baddress(?:\(es\)|es)? failed", r"\bnot delivered to\b", r"\bnon-?delivery report\b",
    r"\btranscript of (?:the )?session\b", r"\bhas been returned\b.{0,60}\berror",
    r"\bdelivery (?:failure|status) notification\b", r"\bhas been (?:rejected|refused|blocked) by\b",
    r"\bwas (?:automatically )?rejected\b", r"\breturned (?:mail|to sender)\b",
    r"\bnicht (?:zugestellt|zustellbar)\b", r"\bkonnte nicht (?:zugestellt|gesendet|übermittelt)",
    r"\bniet (?:worden )?(?:bezorgd|afgeleverd)", r"\bn'a pas (?:pu|été)\b.{0,20}\b(?:d[ée]livr|remis|distribu)",
    r"\bnon è stato (?:possibile )?(?:recapitat|consegn)", r"\bno (?:se )?(?:ha podido|pudo) (?:ser )?entrega",
    r"не может быть доставлено", r"не удалось доставить", r"невозможно доставить", r"配信できません", r"送信できません",
    r"お届けできません", r"配送できません",
)  # fmt: skip
WEAK = _any(
    (
        r"\b(?:user|recipient|mailbox|account|address|host|domain)s?\b.{0,20}\b(?:unknown|not found"
        r"|unavailable|disabled|over ?quota|full|inactive|invalid|rejected)\b"
    ),
    r"\b(?:no such|unknown|invalid) (?:user|recipient|mailbox|address|person|account|local|host|domain|final)\b",
    r"\bdoes ?n[o']t exist\b", r"\b(?:exceed\w*|over) .{0,20}\b(?:quota|size|limit)\b",
    r"(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])", r"(?<!\d)(?:421|45[0-2]|55[0-4])[ -][\w<#]",
    r"\b(?:permanent|fatal|transient) (?:error|failure)",
)  # fmt: skip
NOTIFICATION = re.compile(r'"(?:notificationType|eventType)"\s*:\s*"Bounce"')
DELAYED = _any(
    r"\bwill (?:continue|keep|be retr|retry|try again|be tried)", r"\bstill trying\b", r"\bwarning message only\b",
    r"\bnot yet been delivered\b", r"\bdelivery (?:is |has been |was )?delayed\b",
    r"\bdo(?:es)? not need to resend\b", r"\bdelivery attempts will continue\b", r"\bno action is required\b",
    r"\bcontinue trying\b",
)  # fmt: skip
ORIGINAL = re.compile(
    r"^[ \t>*-]*(?:-{2,}.{0,40}(?:original|copy of|returned|undelivered|message header|unsent|below this line"
    r"|this is a copy).*"
    r"|(?:original|your) message(?: (?:follows|headers?|text))?\.?:?[ \t]*|received:.*|return-path:.*"
    r"|message headers? follows?:?"
    r"|message-id:.*|mime-version:.*)$",
    re.IGNORECASE | re.MULTILINE,
)

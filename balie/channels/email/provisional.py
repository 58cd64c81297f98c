"""Stands in until guard and thread are there."""

from typing import NamedTuple

from balie.channels.email.parse import Auto, ParsedEmail


class Verdict(NamedTuple):
    decision: str
    reason: str
    may_acknowledge: bool


def judge(email: ParsedEmail, *, from_own: bool, own_desk: bool, has_lead: bool) -> Verdict:
    if email.bounce:
        return Verdict("bounce", "bounce", False)
    if own_desk or from_own:
        return Verdict("ignore", "loop", False)
    if email.auto == Auto.REPLY and not has_lead:
        return Verdict("ignore", "automatic-reply", False)
    return Verdict("accept", "", email.auto is None)


class Landing(NamedTuple):
    append_to: int | None
    linked_to: int | None
    unverified: bool
    marked: bool
    reason: str


def land(by: str | None, ticket: int | None, trusted: bool, failed: bool) -> Landing:
    if by is None:
        return Landing(None, None, False, failed, "new")
    if by == "signed":
        return Landing(ticket, None, failed or not trusted, failed, "signed-address")
    if failed:
        return Landing(None, ticket if by == "reference" else None, False, True, "not-authenticated")
    if trusted:
        return Landing(ticket, None, False, False, by)
    return Landing(None, ticket, False, False, by + "-by-stranger")


def detect(text: str) -> str | None:
    return None

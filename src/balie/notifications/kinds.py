"""Of what people are told, and by which ways."""

from enum import StrEnum


class Kind(StrEnum):
    MENTIONED = "mentioned"  # in a note, by name or as a team
    ASSIGNED = "assigned"
    HELD = "held"  # an answer of theirs that was to go out later
    TASK_ASSIGNED = "task_assigned"
    TASK_DUE = "task_due"
    WOKEN = "woken"  # a ticket that they had put aside
    HANDED_OVER = "handed_over"  # to a team of theirs, with a note
    ANSWER = "answer"  # of a contact, on a ticket of theirs or one they follow
    REPLY = "reply"  # of a colleague to the contact, there
    NOTE = "note"  # of a colleague, there
    NEW = "new"  # for a team of theirs


class Way(StrEnum):
    CENTRE = "centre"
    MAIL = "mail"
    PUSH = "push"  # in browsers, also while no page of the desk is open


class Rhythm(StrEnum):
    """How often somebody gets mail of what happens."""

    AT_ONCE = "at_once"
    QUARTER = "quarter"  # of an hour
    HOUR = "hour"
    DAILY = "daily"

"""Why a file has no text for us."""


class Unreadable(Exception):
    """`reason` is kept."""

    reason = "broken"


class Broken(Unreadable):
    pass


class Encrypted(Unreadable):
    reason = "encrypted"


class TooMuch(Unreadable):
    reason = "too_much"

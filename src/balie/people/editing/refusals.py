class Refused(Exception):
    """It may not be done as things stand; `str()` is a reason for people, in their language."""


class ChangedMeanwhile(Refused):
    """By somebody else, after the page was made. Nothing was changed."""

class NotAllowed(Exception):
    """The verb may not be done in this state; `str()` is a reason for people, in their language."""

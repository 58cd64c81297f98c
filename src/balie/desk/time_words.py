"""Spans of work as people write and read them: 90, 1:30, 1h30, 1.5h. Pure."""

import re

from django.utils.translation import gettext as _

_PLAIN = re.compile(r"(\d{1,5})\s*(?:m|min\.?)?")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)\s*h?")
_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|u|std|ore)\.?")
_BOTH = re.compile(r"(\d{1,3})\s*(?:h|u|std)\.?\s*(\d{1,2})\s*(?:m|min\.?)?")


def minutes_in(text: str) -> int | None:
    """None for what is no span."""
    plain = text.strip().lower()
    if found := _PLAIN.fullmatch(plain):
        return int(found[1])
    if found := _CLOCK.fullmatch(plain) or _BOTH.fullmatch(plain):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(plain):
        part = int((found[2] or "0").ljust(2, "0"))
        return int(found[1]) * 60 + round(part * 60 / 100)
    return None


def hours_of(minutes: int) -> str:
    """Of work: a day is no unit of it."""
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def typed_as(minutes: int) -> str:
    """As a form shows it to be changed."""
    return f"{minutes // 60}:{minutes % 60:02d}"

"""How values read on a page: dates, times, sizes and numbers in the reader's language and time zone."""

from datetime import date, datetime
from functools import lru_cache
from zlib import crc32

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from balie.core.clock import now

TINTS = 12
# Django writes them with a capital in Italian: our own catalogue goes before its.
_MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip


def day(value: date) -> str:
    """22 November 2026."""
    return formats.date_format(_local(value), "DATE_FORMAT")


def clock(value: datetime) -> str:
    """14:05; in all our languages, so that a column of times stays a column."""
    return formats.date_format(_local(value), "H:i")


def moment(value: datetime) -> str:
    """The full form: 22 November 2026, 14:05."""
    return f"{day(value)}, {clock(value)}"


def _day_and_month() -> str:
    """Django writes a capital, which Dutch and Italian do not; German counts its days."""
    language = (get_language() or "en")[:2]
    return "j b" if language in ("nl", "it") else "j. M" if language == "de" else "j M"


def short_when(value: datetime, now: datetime | None = None) -> str:
    """As short as tells enough in a list: "now", "5 min", "14:05", "Tue", "12 Nov", "12 Nov 2025"."""
    now = timezone.localtime(now)
    local = timezone.localtime(value)
    seconds = (now - local).total_seconds()
    if 0 <= seconds < 60:
        return _("now")
    if 0 <= seconds < 3600:
        return _("%(minutes)d min") % {"minutes": seconds // 60}
    if local.date() == now.date():
        return clock(local)
    if 0 < (now.date() - local.date()).days < 7:
        return formats.date_format(local, "D")
    day_and_month = _day_and_month()
    return formats.date_format(local, day_and_month if local.year == now.year else f"{day_and_month} Y")


def when(value: datetime | None) -> Markup:
    """A <time> with the short form to read and the full one to hover; a behaviour keeps the minutes current."""
    if value is None:
        return Markup("")
    return Markup('<time datetime="{}" title="{}" data-relative>{}</time>').format(
        value.isoformat(timespec="seconds"), moment(value), short_when(value)
    )


def full_time(value: datetime | None) -> Markup:
    """A <time> in its full form."""
    if value is None:
        return Markup("")
    return _full_time(value, get_language() or "", timezone.get_current_timezone_name())


def soon(value: datetime) -> Markup:
    """A <time> that lies ahead: 17:00, or Tue 24 Nov, 09:00."""
    local = timezone.localtime(value)
    today = local.date() == timezone.localtime(now()).date()
    told = clock(local) if today else f"{formats.date_format(local, f'D {_day_and_month()}')}, {clock(local)}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(timespec="seconds"), moment(value), told
    )


@lru_cache(maxsize=4_000)
def _full_time(value: datetime, _language: str, _zone: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(timespec="seconds"), moment(value))


def duration(seconds: float | None) -> str:
    """Two units at most: "45 s", "5 min", "2 h 5 min", "3 d 4 h"."""
    if seconds is None:
        return ""
    total = abs(int(seconds))
    if total < 60:
        return _("%(seconds)d s") % {"seconds": total}
    minutes, hours, days = total // 60 % 60, total // 3600 % 24, total // 86400
    parts = [
        (days, _("%(days)d d") % {"days": days}),
        (hours, _("%(hours)d h") % {"hours": hours}),
        (minutes, _("%(minutes)d min") % {"minutes": minutes}),
    ]
    first = next(index for index, (amount, _text) in enumerate(parts) if amount)
    return " ".join(text for amount, text in parts[first : first + 2] if amount)


def file_size(size: int) -> str:
    """Of bytes, in the unit that a person would say."""
    if size < 1000:
        return ngettext("%(size)d byte", "%(size)d bytes", size) % {"size": size}
    for unit in ("kB", "MB"):
        size_in_unit = size / (1000 if unit == "kB" else 1000**2)
        if size_in_unit < 1000:
            return f"{formats.number_format(size_in_unit, 0 if size_in_unit >= 10 else 1)} {unit}"
    return f"{formats.number_format(size / 1000**3, 1)} GB"


def number(value: float, decimals: int | None = None) -> str:
    return formats.number_format(value, decimals, use_l10n=True, force_grouping=True)


def percent(value: float, decimals: int = 0) -> str:
    """Of a share between 0 and 1."""
    return _("%(number)s %%") % {"number": number(value * 100, decimals)}


def initials(name: str) -> str:
    """Two letters for an avatar: "Anna de Vries" is AV, "support@example.org" is SU."""
    plain = name.partition("@")[0].replace(".", " ").replace("_", " ")
    words = [word for word in plain.split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def tint(key: object) -> int:
    """One of the avatar colours, always the same for the same person."""
    return crc32(str(key).casefold().encode()) % TINTS


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value

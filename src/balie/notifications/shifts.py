"""When somebody works: nothing but what is urgent disturbs them at other times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from balie.core.business_time import BusinessCalendar, NeverOpenError, due, is_open

_DAY = timedelta(days=1)
WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Shift:
    """`days` from Monday, 0; `begins` and `ends` in minutes since midnight, the end before the beginning: at night.

    Without days there are no quiet hours.
    """

    zone: ZoneInfo
    days: frozenset[int] = WEEKDAYS
    begins: int = 8 * 60
    ends: int = 18 * 60

    @property
    def calendar(self) -> BusinessCalendar:
        hours = ((self.begins, self.ends),)
        return BusinessCalendar(self.zone, tuple(hours if day in self.days else () for day in range(7)))

    def is_open(self, moment: datetime) -> bool:
        return not self.days or is_open(self.calendar, moment)

    def next_open(self, moment: datetime) -> datetime:
        """That moment, or when work begins after it."""
        if not self.days:
            return moment
        try:
            return due(self.calendar, moment, timedelta(0))
        except NeverOpenError:
            return moment

    def next_begin(self, moment: datetime) -> datetime:
        """When work begins the next time; without quiet hours at eight."""
        local = moment.astimezone(self.zone)
        days = self.days or frozenset(range(7))
        for later in range(9):
            day = (local + later * _DAY).date()
            begin = datetime(day.year, day.month, day.day, self.begins // 60, self.begins % 60, tzinfo=self.zone)
            if begin > moment and begin.weekday() in days:
                return begin
        return moment + _DAY

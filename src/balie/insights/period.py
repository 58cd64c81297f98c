"""The stretch of days a dashboard tells of, in the reader's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 14


@dataclass(frozen=True, slots=True)
class Period:
    """The last days up to and including today; `begin` is the first midnight of them."""

    today: date
    zone: str

    @property
    def days(self) -> list[date]:
        return [self.today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]

    @property
    def begin(self) -> datetime:
        return self._midnight(self.days[0])

    @property
    def today_begins(self) -> datetime:
        return self._midnight(self.today)

    @classmethod
    def until(cls, moment: datetime, zone: str) -> "Period":
        return cls(moment.astimezone(ZoneInfo(zone)).date(), zone)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone))

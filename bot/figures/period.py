"""The weeks and months that digests are about: calendar periods of the district's own clock."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.appeals.record import Span

Kind = Literal["week", "month"]
_WEEK = timedelta(days=7)
_A_DAY = timedelta(days=1)
# Earlier there was no bot, later the calendar of the state is not known.
_YEARS = range(2020, 2100)


class NoSuchPeriod(ValueError):
    """The words are not those of a week or a month."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first local day to the last, both included."""

    kind: Kind
    first: date
    last: date

    def before(self) -> "Period":
        """The period of the same kind right before."""
        if self.kind == "week":
            return Period("week", self.first - _WEEK, self.last - _WEEK)
        last = self.first - _A_DAY
        return Period("month", last.replace(day=1), last)

    def span(self, zone: ZoneInfo) -> Span:
        """The moments from which and before which, UTC."""
        return _midnight(self.first, zone), _midnight(self.last + _A_DAY, zone)

    def days(self) -> tuple[date, ...]:
        return tuple(self.first + index * _A_DAY for index in range((self.last - self.first).days + 1))


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, with that day in it."""
    monday = day - timedelta(days=day.weekday())
    return Period("week", monday, monday + _WEEK - _A_DAY)


def month_of(day: date) -> Period:
    """The month with that day in it."""
    first = day.replace(day=1)
    return Period("month", first, (first + timedelta(days=31)).replace(day=1) - _A_DAY)


def read_week(words: str) -> Period:
    """«2026-W47», as calendars number weeks (ISO 8601). Raises NoSuchPeriod."""
    year, week = _numbers(r"(\d{4})-?[WwНн](\d{1,2})", words)
    try:
        return week_of(date.fromisocalendar(year, week, 1))
    except ValueError:
        raise NoSuchPeriod(words) from None


def read_month(words: str) -> Period:
    """«2026-11». Raises NoSuchPeriod."""
    year, month = _numbers(r"(\d{4})-(\d{1,2})", words)
    try:
        return month_of(date(year, month, 1))
    except ValueError:
        raise NoSuchPeriod(words) from None


def _numbers(pattern: str, words: str) -> tuple[int, int]:
    found = re.fullmatch(pattern, words.strip())
    if found is None or int(found[1]) not in _YEARS:
        raise NoSuchPeriod(words)
    return int(found[1]), int(found[2])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)

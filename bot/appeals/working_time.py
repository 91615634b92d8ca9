"""Working time: when a desk is open, what moment so many working hours later is, and how much lies between two moments.

Every moment is aware; results are in UTC. The calendar of the state is an argument, the desk's hours are data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.appeals.district import WorkingHours

IsDay = Callable[[date], bool]

# A whole year of days off is believed; more means that the calendar is broken.
_PATIENCE = 400
# On the eve of a public holiday everybody goes home so much earlier (Labour Code, article 95).
_SHORTER = timedelta(hours=1)
_NOTHING = timedelta(0)


def no_day(_: date) -> bool:
    """A calendar with nothing in it."""
    return False


@dataclass(frozen=True, slots=True)
class StateCalendar:
    """What the state says of days: public holidays and moved days off, working Saturdays, shortened eves."""

    is_day_off: IsDay = no_day
    is_moved_workday: IsDay = no_day
    is_shortened: IsDay = no_day


NO_CALENDAR = StateCalendar()


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The open hours of a desk; a day has none, one stretch, or two with lunch between them."""

    hours: WorkingHours
    zone: ZoneInfo
    calendar: StateCalendar = NO_CALENDAR

    def works_on(self, day: date) -> bool:
        if day in self.hours.days_off or self.calendar.is_day_off(day):
            return False
        return day.weekday() in self.hours.weekdays or self.calendar.is_moved_workday(day)

    def next_workday(self, day: date) -> date:
        """The first working day after `day`. Raises ValueError when there is none for more than a year."""
        for distance in range(1, _PATIENCE + 1):
            found = day + timedelta(days=distance)
            if self.works_on(found):
                return found
        raise ValueError(f"no working day within {_PATIENCE} days after {day}")

    def closes(self, day: date) -> datetime:
        """When the desk closes on that local working day."""
        return self.stretches(day)[-1][1]

    def stretches(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The open stretches of a working day in order, from opening to closing."""
        return _stretches(self, day)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The moment when `amount` of working time has passed since `start`; with no amount the next open moment."""
        left = max(amount, _NOTHING)
        for opens, closes in self._open_since(start):
            if left < closes - opens or (left == closes - opens and left > _NOTHING):
                return opens + left
            left -= closes - opens
        raise AssertionError("open hours never end")

    def days_after(self, start: datetime, days: int) -> datetime:
        """The end of the working day that is so many working days after `start`'s own.

        What comes after closing or on a day off counts as come on the next working day; with no days it is that day.
        """
        day = self.workday_of(start)
        for _ in range(days):
            day = self.next_workday(day)
        return self.closes(day)

    def workday_of(self, moment: datetime) -> date:
        """The working day that a moment counts for."""
        day = moment.astimezone(self.zone).date()
        if self.works_on(day) and moment < self.closes(day):
            return day
        return self.next_workday(day)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; none when `end` is not later."""
        passed = _NOTHING
        for opens, closes in self._open_since(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def is_open(self, moment: datetime) -> bool:
        day = moment.astimezone(self.zone).date()
        return self.works_on(day) and any(opens <= moment < closes for opens, closes in self.stretches(day))

    def _open_since(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches from `start` on, the first one cut, without end."""
        day = start.astimezone(self.zone).date()
        if not self.works_on(day):
            day = self.next_workday(day)
        while True:
            for opens, closes in self.stretches(day):
                if closes > start:
                    yield max(opens, start.astimezone(UTC)), closes
            day = self.next_workday(day)


# Figures of a year ask for the same days thousands of times.
@lru_cache(maxsize=1 << 12)
def _stretches(desk: WorkingTime, day: date) -> tuple[tuple[datetime, datetime], ...]:
    def at(clock: time) -> datetime:
        # In UTC at once: between two local times a change of the clock would go unseen.
        return datetime.combine(day, clock, desk.zone).astimezone(UTC)

    hours, shorter = desk.hours, _SHORTER if desk.calendar.is_shortened(day) else _NOTHING
    opens, closes = at(hours.opens), at(hours.closes) - shorter
    if hours.lunch is None:
        return ((opens, max(opens, closes)),)
    begins, ends = at(hours.lunch[0]), at(hours.lunch[1])
    # A short eve may end before lunch does.
    return ((opens, min(begins, closes)), (ends, closes)) if ends < closes else ((opens, min(begins, closes)),)

"""The Russian production calendar, as the `holidays` library knows it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.appeals.working_time import StateCalendar

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def load_calendar() -> "HolidayBase":
    """The calendar, loaded when it is first asked for: the library takes most of a second to import."""
    from holidays import country_holidays

    # In one language, whatever the machine speaks: names are read below.
    return country_holidays("RU", language="ru")


def russian_calendar() -> StateCalendar:
    """All that the state says of a day; each day is worked out once."""
    days_off, moved, shortened = russian_days_off(), russian_moved_workdays(), russian_shortened_days()
    return StateCalendar(cache(days_off), cache(moved), cache(shortened))


def russian_days_off() -> Callable[[date], bool]:
    """Public holidays, also on a weekend, and weekdays that became days off; ordinary weekends are not told."""
    return lambda day: day in load_calendar()


def russian_moved_workdays() -> Callable[[date], bool]:
    """Saturdays and Sundays on which the state moved a working day."""

    def is_moved_workday(day: date) -> bool:
        # A year is computed when it is first asked for, its moved workdays included.
        return day not in load_calendar() and day in load_calendar().weekend_workdays

    return is_moved_workday


# Labour Code, article 112: the holidays themselves; days off moved from weekends are none.
_HOLIDAYS = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)},
)


def russian_shortened_days() -> Callable[[date], bool]:
    """Working days right before a public holiday: an hour shorter (Labour Code, article 95).

    A Saturday that works in place of such an eve is as short as the eve would have been: by the rule of order
    588н (2009) of the Ministry of Health, which the published production calendars follow.
    """

    def is_shortened(day: date) -> bool:
        swapped = _worked_instead_of(day)
        return _is_eve(day if swapped is None else swapped)

    return is_shortened


def _is_eve(day: date) -> bool:
    tomorrow = day + timedelta(days=1)
    return (tomorrow.month, tomorrow.day) in _HOLIDAYS and (day.month, day.day) not in _HOLIDAYS


@cache
def _worked_instead_of(day: date) -> date | None:
    """The day off that was moved from this one; the library tells it only in the name of that day off."""
    calendar = load_calendar()
    if day in calendar or day not in calendar.weekend_workdays:
        return None
    return next((other for other, name in calendar.items() if f"{day:%d.%m.%Y}" in name), None)

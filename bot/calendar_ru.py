"""The Russian production calendar, as the `holidays` library knows it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def load_calendar() -> "HolidayBase":
    """The calendar, loaded when it is first asked for: the library takes most of a second to import."""
    from holidays import country_holidays

    return country_holidays("RU")


def russian_days_off() -> Callable[[date], bool]:
    """Public holidays, also on a weekend, and weekdays that became days off; ordinary weekends are not told."""
    return lambda day: day in load_calendar()


def russian_moved_workdays() -> Callable[[date], bool]:
    """Saturdays and Sundays on which the state moved a working day."""

    def is_moved_workday(day: date) -> bool:
        # A year is computed when it is first asked for, its moved workdays included.
        return day not in load_calendar() and day in load_calendar().weekend_workdays

    return is_moved_workday

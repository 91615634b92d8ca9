"""The Russian production calendar, as the `holidays` library knows it."""

from collections.abc import Callable
from datetime import date

from holidays import country_holidays

_RUSSIA = country_holidays("RU")


def russian_days_off() -> Callable[[date], bool]:
    """Public holidays, also on a weekend, and weekdays that became days off; ordinary weekends are not told."""
    return _RUSSIA.__contains__


def russian_moved_workdays() -> Callable[[date], bool]:
    """Saturdays and Sundays on which the state moved a working day."""

    def is_moved_workday(day: date) -> bool:
        # A year is computed when it is first asked for, its moved workdays included.
        return day not in _RUSSIA and day in _RUSSIA.weekend_workdays

    return is_moved_workday

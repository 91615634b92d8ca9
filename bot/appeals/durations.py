"""Durations of working time as the district file writes them: «PT8H», «P2D», «P1DT4H30M», «PT2S» (ISO 8601)."""

import re
from dataclasses import dataclass
from datetime import timedelta

_ISO = re.compile(
    r"P(?=[\dT])(?:(?P<days>\d{1,3})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many working days, and so much working time beside them."""

    days: int = 0
    time: timedelta = timedelta(0)

    def working_time(self, day: timedelta) -> timedelta:
        """The whole in hours of work, where a working day has so many as `day`."""
        return self.days * day + self.time

    def __bool__(self) -> bool:
        return bool(self.days or self.time)


FOUR_HOURS, EIGHT_HOURS = Duration(time=timedelta(hours=4)), Duration(time=timedelta(hours=8))
ONE_DAY, TWO_DAYS, THREE_DAYS, TEN_DAYS = (Duration(days=days) for days in (1, 2, 3, 10))


def parse_duration(text: str) -> Duration | None:
    """None for what is not such a duration. Years, months and weeks are none: nobody works them through."""
    found = _ISO.fullmatch(text.strip().upper())
    if found is None:
        return None
    parts = {name: int(value or 0) for name, value in found.groupdict().items()}
    return Duration(parts.pop("days"), timedelta(**parts))

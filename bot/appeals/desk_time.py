"""When a desk works: its own hours and time zone, or the district's, and the days off of its settlement."""

from collections.abc import Callable
from dataclasses import replace

from bot.appeals.district import District
from bot.appeals.working_time import NO_CALENDAR, StateCalendar, WorkingTime

DeskClock = Callable[[str], WorkingTime]


def desk_time(district: District, code: str, calendar: StateCalendar = NO_CALENDAR) -> WorkingTime:
    """A desk that the file does not have any more works as the district does."""
    if not district.has_desk(code):
        return WorkingTime(district.hours, district.time_zone, calendar)
    desk = district.desk(code)
    hours = desk.hours or district.hours
    if desk.settlement:
        days_off = hours.days_off | district.settlement(desk.settlement).days_off
        hours = replace(hours, days_off=days_off) if days_off != hours.days_off else hours
    return WorkingTime(hours, desk.time_zone or district.time_zone, calendar)


def desk_clock(district: District, calendar: StateCalendar = NO_CALENDAR) -> DeskClock:
    """The same for many: each desk's time is put together once."""
    usual = desk_time(district, "", calendar)
    times = {one.code: desk_time(district, one.code, calendar) for one in district.desks}
    return lambda code: times.get(code, usual)

"""Until when the first answer is due, and when a silent resident's appeal closes by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bot.appeals.district import District

IsDay = Callable[[date], bool]

# The longest run of days off that is believed; more means that the calendar is broken.
_PATIENCE = 60


def no_day(_: date) -> bool:
    """A calendar with nothing in it."""
    return False


def due_at(
    district: District,
    topic: str,
    filed_at: datetime,
    is_day_off: IsDay,
    is_moved_workday: IsDay = no_day,
    *,
    days: int | None = None,
) -> datetime:
    """The end of the working day, as many working days after the filing as the topic or the district gives; in UTC.

    `filed_at` is aware. What comes after closing or on a day off counts as come on the next working day.
    `is_day_off` tells public holidays and days off moved to weekdays: weekends are the district's own affair.
    `is_moved_workday` tells the Saturdays that the state made working days, also for who rests on Saturdays.
    `days` goes before those of the topic: a question has as many as the district gives.
    """
    known = district.topics.get(topic)
    days = days or (known.answer_days if known else None) or district.answer_days
    local = filed_at.astimezone(district.time_zone)
    day = local.date()
    if local.time() >= district.hours.closes or not works_on(district, day, is_day_off, is_moved_workday):
        day = _next_workday(district, day, is_day_off, is_moved_workday)
    for _ in range(days):
        day = _next_workday(district, day, is_day_off, is_moved_workday)
    return end_of_workday(district, day)


def urgent_due_at(
    district: District, filed_at: datetime, is_day_off: IsDay, is_moved_workday: IsDay = no_day
) -> datetime:
    """So many working hours after the filing as the district gives to a danger; in UTC.

    The night does not count: whoever can help at night was named to the resident with the number to ring.
    """
    local, hours = filed_at.astimezone(district.time_zone), district.hours
    left, day = timedelta(hours=district.urgent_hours), local.date()
    start = max(local, datetime.combine(day, hours.opens, district.time_zone))
    while True:
        closes = datetime.combine(day, hours.closes, district.time_zone)
        # Measured in UTC: between two local times a change of the clock would go unseen.
        open_for = closes.astimezone(UTC) - start.astimezone(UTC)
        if works_on(district, day, is_day_off, is_moved_workday) and open_for > timedelta(0):
            if left <= open_for:
                return start.astimezone(UTC) + left
            left -= open_for
        day = _next_workday(district, day, is_day_off, is_moved_workday)
        start = datetime.combine(day, hours.opens, district.time_zone)


def works_on(district: District, day: date, is_day_off: IsDay, is_moved_workday: IsDay = no_day) -> bool:
    hours = district.hours
    if day in hours.days_off or is_day_off(day):
        return False
    return day.weekday() in hours.weekdays or is_moved_workday(day)


def end_of_workday(district: District, day: date) -> datetime:
    """When the desks close on that local day, in UTC."""
    return datetime.combine(day, district.hours.closes, district.time_zone).astimezone(UTC)


def auto_close_at(district: District, answered_at: datetime) -> datetime:
    """When an answer that the resident did not react to counts as accepted, in UTC."""
    return answered_at.astimezone(UTC) + timedelta(days=district.silence_days)


def _next_workday(district: District, day: date, is_day_off: IsDay, is_moved_workday: IsDay) -> date:
    for distance in range(1, _PATIENCE + 1):
        found = day + timedelta(days=distance)
        if works_on(district, found, is_day_off, is_moved_workday):
            return found
    raise ValueError(f"no working day within {_PATIENCE} days after {day}")

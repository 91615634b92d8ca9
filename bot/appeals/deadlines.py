"""Until when the first answer is due, and when a silent resident's appeal closes by itself."""

from datetime import UTC, date, datetime, timedelta

from bot.appeals.district import District
from bot.appeals.working_time import NO_CALENDAR, StateCalendar, WorkingTime


def due_at(
    district: District,
    topic: str,
    filed_at: datetime,
    calendar: StateCalendar = NO_CALENDAR,
    *,
    days: int | None = None,
) -> datetime:
    """The end of the working day, as many working days after the filing as the topic or the district gives; in UTC.

    `filed_at` is aware. What comes after closing or on a day off counts as come on the next working day.
    The calendar tells holidays, moved days and short eves; weekends are the district's own affair.
    `days` goes before those of the topic: a question has as many as the district gives.
    """
    known = district.topics.get(topic)
    days = days or (known.answer_days if known else None) or district.answer_days
    return _working_time(district, calendar).days_after(filed_at, days)


def urgent_due_at(district: District, filed_at: datetime, calendar: StateCalendar = NO_CALENDAR) -> datetime:
    """So many working hours after the filing as the district gives to a danger; in UTC.

    The night does not count: whoever can help at night was named to the resident with the number to ring.
    """
    return _working_time(district, calendar).after(filed_at, timedelta(hours=district.urgent_hours))


def works_on(district: District, day: date, calendar: StateCalendar = NO_CALENDAR) -> bool:
    return _working_time(district, calendar).works_on(day)


def end_of_workday(district: District, day: date) -> datetime:
    """When the desks close on that local day, in UTC."""
    return _working_time(district, NO_CALENDAR).closes(day)


def auto_close_at(district: District, answered_at: datetime) -> datetime:
    """When an answer that the resident did not react to counts as accepted, in UTC."""
    return answered_at.astimezone(UTC) + timedelta(days=district.silence_days)


def _working_time(district: District, calendar: StateCalendar) -> WorkingTime:
    return WorkingTime(district.hours, district.time_zone, calendar)

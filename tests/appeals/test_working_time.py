"""Working hours added and measured: nights, lunch, weekends, holidays and the end of a short eve count for nothing."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.district import WorkingHours
from bot.appeals.working_time import StateCalendar, WorkingTime
from bot.calendar_ru import russian_days_off, russian_moved_workdays, russian_shortened_days

MOSCOW, VLADIVOSTOK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
RUSSIA = StateCalendar(russian_days_off(), russian_moved_workdays(), russian_shortened_days())
WITH_LUNCH = WorkingHours(time(9), time(18), lunch=(time(13), time(14)))
DESK = WorkingTime(WITH_LUNCH, MOSCOW, RUSSIA)
EIGHT = timedelta(hours=8)

zones = st.sampled_from([MOSCOW, VLADIVOSTOK, ZoneInfo("Europe/Kaliningrad"), ZoneInfo("Asia/Kathmandu"), UTC])
lunches = st.sampled_from([None, (time(13), time(14)), (time(12), time(12, 48))])
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(0), timedelta(hours=200))


@st.composite
def desks(draw: st.DrawFn) -> WorkingTime:
    hours = WorkingHours(time(draw(st.integers(0, 11)), 30), time(draw(st.integers(15, 23)), 15), lunch=draw(lunches))
    return WorkingTime(hours, draw(zones), RUSSIA)


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("story", "start", "hours", "expected"),
    [
        ("within a morning", "2026-11-16 09:30", 2, "2026-11-16 11:30"),
        ("lunch counts for nothing", "2026-11-16 12:00", 2, "2026-11-16 15:00"),
        ("written at lunch, counted after it", "2026-11-16 13:20", 1, "2026-11-16 15:00"),
        ("just to the end of the day", "2026-11-16 14:00", 4, "2026-11-16 18:00"),
        ("over the night", "2026-11-16 17:00", 2, "2026-11-17 10:00"),
        ("before opening", "2026-11-16 03:00", 1, "2026-11-16 10:00"),
        ("over the weekend", "2026-11-20 17:30", 1, "2026-11-23 09:30"),
        ("31 December to 12 January", "2025-12-30 17:00", 4, "2026-01-12 12:00"),
        ("a short eve: 3 November 2026 closes at five", "2026-11-03 16:00", 2, "2026-11-05 10:00"),
        ("no hours: the next open moment", "2026-11-21 12:00", 0, "2026-11-23 09:00"),
    ],
)
def test_so_many_working_hours_later(story: str, start: str, hours: int, expected: str) -> None:
    found = DESK.after(local(start), timedelta(hours=hours))
    assert f"{found.astimezone(MOSCOW):%Y-%m-%d %H:%M}" == expected, story


@pytest.mark.parametrize(("year", "days"), [(2024, 248), (2025, 247), (2026, 247), (2027, 247)])
def test_a_year_has_as_many_working_days_as_the_official_calendar(year: int, days: int) -> None:
    whole = (date(year, 1, 1) + timedelta(days=one) for one in range(366))
    assert sum(DESK.works_on(day) for day in whole if day.year == year) == days


@pytest.mark.parametrize(
    ("year", "eves"),
    [
        (2024, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, ["04-30", "05-08", "06-11", "11-03"]),
    ],
)
def test_the_eves_of_holidays_are_an_hour_shorter(year: int, eves: list[str]) -> None:
    """As published in the production calendars of these years."""
    whole = [date(year, 1, 1) + timedelta(days=one) for one in range(365)]
    assert [f"{day:%m-%d}" for day in whole if DESK.works_on(day) and RUSSIA.is_shortened(day)] == eves


def test_a_short_eve_that_ends_within_lunch_has_no_afternoon() -> None:
    hours = WorkingHours(time(9), time(14, 30), lunch=(time(13), time(14)))
    assert WorkingTime(hours, MOSCOW, RUSSIA).closes(date(2026, 11, 3)).astimezone(MOSCOW).time() == time(13)


@given(desks(), moments, amounts)
def test_what_is_added_is_what_is_measured(desk: WorkingTime, start: datetime, amount: timedelta) -> None:
    assert desk.between(start, desk.after(start, amount)) == amount


@given(desks(), moments, amounts, amounts)
def test_later_stays_later(desk: WorkingTime, start: datetime, amount: timedelta, more: timedelta) -> None:
    assert desk.after(start, amount) <= desk.after(start + more, amount)
    assert desk.after(start, amount) <= desk.after(start, amount + more)


@given(desks(), moments, amounts)
def test_nothing_is_due_outside_working_time(desk: WorkingTime, start: datetime, amount: timedelta) -> None:
    due = desk.after(start, amount)
    assert desk.is_open(due) or desk.is_open(due - timedelta(microseconds=1))


@given(desks(), moments, amounts, amounts)
def test_a_pause_changes_nothing_but_the_date(
    desk: WorkingTime, start: datetime, before: timedelta, rest: timedelta
) -> None:
    """The clock that stood while the resident was asked goes on with what was left."""
    whole = before + rest
    asked = desk.after(start, before)
    replied = asked + timedelta(days=3, hours=5)
    left = whole - desk.between(start, asked)
    assert desk.between(start, asked) + desk.between(replied, desk.after(replied, left)) == whole


@given(moments, amounts)
def test_a_time_zone_moves_the_day_and_nothing_else(start: datetime, amount: timedelta) -> None:
    """The same wall clock in Vladivostok is the same wall clock later."""
    far = WorkingTime(WITH_LUNCH, VLADIVOSTOK, RUSSIA)
    wall = start.replace(tzinfo=None)
    here = DESK.after(wall.replace(tzinfo=MOSCOW), amount).astimezone(MOSCOW).replace(tzinfo=None)
    there = far.after(wall.replace(tzinfo=VLADIVOSTOK), amount).astimezone(VLADIVOSTOK).replace(tzinfo=None)
    assert here == there


@given(desks(), moments, moments)
def test_measuring_backwards_gives_nothing(desk: WorkingTime, one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert desk.between(second, first) == timedelta(0)
    assert desk.between(first, second) <= second - first

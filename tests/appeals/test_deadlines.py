"""The first answer is due at the end of a working day: after weekends, holidays and nights."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.deadlines import auto_close_at, due_at, end_of_workday, works_on
from bot.appeals.district import District, WorkingHours
from bot.appeals.working_time import StateCalendar
from bot.calendar_ru import russian_calendar
from tests.appeals.small_district import small

RUSSIA = russian_calendar()
SMALL = replace(small(), answer_days=1, hours=WorkingHours(time(9), time(18)))
ORDINARY = "roads.pothole"


def due(filed: str, district: District = SMALL, topic: str = ORDINARY) -> str:
    """Both times as the district's clocks show them."""
    local = datetime.fromisoformat(filed).replace(tzinfo=district.time_zone)
    found = due_at(district, topic, local.astimezone(UTC), RUSSIA)
    assert found.tzinfo is UTC
    return f"{found.astimezone(district.time_zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("story", "filed", "expected"),
    [
        ("Monday morning", "2026-11-16 10:00", "2026-11-17 18:00"),
        ("before opening counts as that day", "2026-11-16 06:00", "2026-11-17 18:00"),
        ("a minute before closing still counts", "2026-11-16 17:59", "2026-11-17 18:00"),
        ("at closing it is tomorrow's", "2026-11-16 18:00", "2026-11-18 18:00"),
        ("Friday afternoon", "2026-11-20 15:00", "2026-11-23 18:00"),
        ("Friday evening", "2026-11-20 21:00", "2026-11-24 18:00"),
        ("Saturday and Sunday are the same", "2026-11-21 12:00", "2026-11-24 18:00"),
        ("Sunday just before midnight", "2026-11-22 23:59", "2026-11-24 18:00"),
        ("the last working day of 2025", "2025-12-30 12:00", "2026-01-12 18:00"),
        ("New Year's night", "2026-01-01 00:01", "2026-01-13 18:00"),
        ("the Saturday after the holidays", "2026-01-10 12:00", "2026-01-13 18:00"),
        ("over May, with a moved Monday", "2026-05-08 10:00", "2026-05-12 18:00"),
        ("Friday before a working Saturday", "2025-10-31 10:00", "2025-11-01 17:00"),
        ("on a working Saturday", "2025-11-01 10:00", "2025-11-05 18:00"),
    ],
)
def test_until_when_the_answer_comes(story: str, filed: str, expected: str) -> None:
    assert due(filed) == expected, story


def test_a_topic_has_its_own_days_and_else_the_districts() -> None:
    patient = replace(SMALL, answer_days=3)
    assert due("2026-11-16 10:00", patient, "utilities.gas") == "2026-11-17 18:00"
    assert due("2026-11-16 10:00", patient, "roads.pothole") == "2026-11-19 18:00"
    assert due("2026-11-16 10:00", patient, "switched.off") == "2026-11-19 18:00"


def test_the_districts_own_day_off_is_respected() -> None:
    hours = replace(SMALL.hours, days_off=frozenset({date(2026, 11, 17)}))
    assert due("2026-11-16 10:00", replace(SMALL, hours=hours)) == "2026-11-18 18:00"


def test_who_works_from_tuesday_to_saturday_rests_on_monday() -> None:
    district = replace(SMALL, hours=replace(SMALL.hours, weekdays=frozenset({1, 2, 3, 4, 5})))
    assert due("2026-11-20 10:00", district) == "2026-11-21 18:00"
    assert due("2026-11-21 10:00", district) == "2026-11-24 18:00"
    # A holiday that falls on a Saturday is a holiday for them too.
    assert due("2026-05-08 10:00", district) == "2026-05-12 18:00"


def test_the_districts_clock_decides_not_ours() -> None:
    filed = datetime(2026, 11, 16, 13, 30, tzinfo=UTC)
    far = replace(SMALL, time_zone=ZoneInfo("Asia/Kamchatka"))
    assert due_at(SMALL, ORDINARY, filed, RUSSIA) == datetime(2026, 11, 17, 15, tzinfo=UTC)
    # There it is half past one on Tuesday.
    assert due_at(far, ORDINARY, filed, RUSSIA) == datetime(2026, 11, 18, 6, tzinfo=UTC)


def test_closing_time_stays_the_same_where_clocks_are_changed() -> None:
    district = replace(SMALL, time_zone=ZoneInfo("Europe/Berlin"))
    assert due("2026-03-27 10:00", district) == "2026-03-30 18:00"
    assert due("2026-10-23 10:00", district) == "2026-10-26 18:00"


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="no working day"):
        due_at(SMALL, ORDINARY, datetime(2026, 1, 1, tzinfo=UTC), StateCalendar(lambda _: True))


def test_silence_closes_after_the_districts_days() -> None:
    answered = datetime(2026, 11, 16, 21, 30, tzinfo=ZoneInfo("Europe/Moscow"))
    assert auto_close_at(replace(SMALL, silence_days=7), answered) == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
DISTRICTS = st.builds(
    lambda zone, weekdays, opens, length, days: replace(
        SMALL,
        time_zone=ZoneInfo(zone),
        answer_days=days,
        hours=WorkingHours(time(opens), time(opens + length), weekdays),
    ),
    st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York"]),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 12),
    st.integers(1, 11),
    st.integers(1, 7),
)


@given(DISTRICTS, MOMENTS)
def test_due_is_at_closing_of_a_working_day_after_the_filing(district: District, filed: datetime) -> None:
    found = due_at(district, ORDINARY, filed, RUSSIA)
    local = found.astimezone(district.time_zone)
    assert found > filed
    short = timedelta(hours=RUSSIA.is_shortened(local.date()))
    assert datetime.combine(local, local.time()) + short == datetime.combine(local, district.hours.closes)
    assert works_on(district, local.date(), RUSSIA)
    assert not RUSSIA.is_day_off(local.date())


@given(DISTRICTS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_who_files_later_is_never_due_earlier(district: District, filed: datetime, later: timedelta) -> None:
    assert due_at(district, ORDINARY, filed, RUSSIA) <= due_at(district, ORDINARY, filed + later, RUSSIA)


@given(DISTRICTS, MOMENTS)
def test_as_many_working_days_lie_between_as_were_promised(district: District, filed: datetime) -> None:
    start = filed.astimezone(district.time_zone)
    due_day = due_at(district, ORDINARY, filed, RUSSIA).astimezone(district.time_zone).date()
    days = [start.date() + timedelta(days=number) for number in range((due_day - start.date()).days + 1)]
    working = [day for day in days if works_on(district, day, RUSSIA)]
    shorter = timedelta(hours=RUSSIA.is_shortened(start.date()))
    closes = datetime.combine(start, district.hours.closes, district.time_zone) - shorter
    came_in_time = works_on(district, start.date(), RUSSIA) and start < closes
    missed_today = works_on(district, start.date(), RUSSIA) and not came_in_time
    assert len(working) == district.answer_days + 1 + missed_today


def test_an_empty_calendar_leaves_weekends_to_the_district() -> None:
    assert not works_on(SMALL, date(2026, 11, 21))
    assert works_on(SMALL, date(2026, 11, 20))
    assert end_of_workday(SMALL, date(2026, 11, 20)) == datetime(2026, 11, 20, 15, tzinfo=UTC)

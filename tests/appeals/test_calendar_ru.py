"""The production calendar of Russia: holidays, moved days off and working Saturdays."""

from datetime import date, timedelta

from bot.calendar_ru import russian_days_off, russian_moved_workdays


def test_new_year_holidays_are_days_off() -> None:
    is_day_off = russian_days_off()
    assert all(is_day_off(date(2026, 1, day)) for day in range(1, 10))
    assert not is_day_off(date(2026, 1, 12))
    assert is_day_off(date(2026, 12, 31))


def test_a_day_moved_from_a_saturday_is_off() -> None:
    # Victory Day of 2026 is a Saturday: Monday rests instead.
    assert russian_days_off()(date(2026, 5, 11))


def test_an_ordinary_weekend_is_not_told() -> None:
    assert not russian_days_off()(date(2026, 11, 21))
    assert not russian_moved_workdays()(date(2026, 11, 21))


def test_a_saturday_made_a_working_day_is_told() -> None:
    assert russian_moved_workdays()(date(2025, 11, 1))
    assert russian_moved_workdays()(date(2024, 12, 28))
    assert not russian_moved_workdays()(date(2025, 11, 3))


def test_five_day_weeks_have_as_many_days_as_the_official_calendar() -> None:
    is_day_off, is_moved = russian_days_off(), russian_moved_workdays()
    for year, official in ((2024, 248), (2025, 247), (2026, 247)):
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
        working = [
            day for day in days if day.year == year and not is_day_off(day) and (day.weekday() < 5 or is_moved(day))
        ]
        assert len(working) == official, year

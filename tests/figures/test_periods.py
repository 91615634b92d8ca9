"""Weeks and months: as people number them, and as the district's clock begins and ends them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.figures.period import NoSuchPeriod, Period, read_month, read_week


def test_weeks_begin_on_monday_by_the_local_clock() -> None:
    week = read_week("2026-W47")
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))
    yekaterinburg = ZoneInfo("Asia/Yekaterinburg")
    assert week.span(yekaterinburg)[0] == datetime(2026, 11, 15, 19, tzinfo=UTC)
    assert week.before().span(yekaterinburg)[1] == week.span(yekaterinburg)[0]


def test_a_year_may_have_a_week_more() -> None:
    assert read_week("2026-W53").last == date(2027, 1, 3)
    assert read_week("2027-W1").before() == read_week("2026-W53")


def test_months_are_as_long_as_they_are() -> None:
    assert read_month("2028-02") == Period("month", date(2028, 2, 1), date(2028, 2, 29))
    assert read_month("2026-01").before() == read_month("2025-12")


@pytest.mark.parametrize("words", ["", "47", "2026-W54", "2025-W53", "2026-W00", "2026-11", "W47-2026", "0001-W01"])
def test_other_words_are_no_week(words: str) -> None:
    with pytest.raises(NoSuchPeriod):
        read_week(words)


@pytest.mark.parametrize("words", ["", "2026-13", "2026-00", "2026-W47", "ноябрь", "9999-12"])
def test_other_words_are_no_month(words: str) -> None:
    with pytest.raises(NoSuchPeriod):
        read_month(words)

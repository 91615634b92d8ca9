"""When a desk is reminded: before a deadline, at it and each working morning after; never for what waits for others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import WorkingHours
from bot.appeals.due import due, horizon, is_news, is_overdue, occasion
from bot.appeals.status import Status
from bot.appeals.working_time import WorkingTime

WORKING = WorkingTime(WorkingHours(), ZoneInfo("Europe/Moscow"))
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
TUESDAY_EVENING = MONDAY + 33 * HOUR
APPEAL = Appeal(
    1, "26-00001", 1, "roads.pothole", Place("x"), "яма", "x", Status.NEW, filed_at=MONDAY, due_at=TUESDAY_EVENING,
    answer_due_at=TUESDAY_EVENING, solve_due_at=MONDAY + 7 * 24 * HOUR,
)  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, ""),
        (28.9, ""),
        (29, "soon:2026-11-24T15:00:00+00:00"),
        (32.9, "soon:2026-11-24T15:00:00+00:00"),
        (48, "late:2026-11-25"),
        (56, "late:2026-11-25"),
        (72, "late:2026-11-26"),
    ],
)
def test_an_occasion_has_its_time(hours: float, said: str) -> None:
    assert occasion(APPEAL, MONDAY + hours * HOUR, WORKING) == said


def test_a_deadline_of_hours_has_its_reminder_in_the_middle() -> None:
    urgent = replace(APPEAL, due_at=MONDAY + 4 * HOUR)
    assert occasion(urgent, MONDAY + 1.9 * HOUR, WORKING) == ""
    assert occasion(urgent, MONDAY + 2 * HOUR, WORKING).startswith("soon:")
    assert occasion(urgent, MONDAY + 4 * HOUR, WORKING) == "late:2026-11-23"


@pytest.mark.parametrize("changed", [{"status": one} for one in set(Status) - {Status.NEW, Status.IN_WORK}])
def test_nobody_is_reminded_of_what_waits_for_the_resident_or_has_ended(changed: dict[str, Status]) -> None:
    ended = replace(APPEAL, **changed)
    assert due(ended) is None
    assert not is_overdue(ended, MONDAY + 100 * HOUR)
    assert occasion(ended, MONDAY + 100 * HOUR, WORKING) == ""


def test_a_morning_before_the_one_told_is_no_news() -> None:
    assert is_news("late:2026-11-25", "late:2026-11-24")
    assert is_news("soon:2026-11-25", "late:2026-11-26"), "another deadline was given since"
    assert not is_news("late:2026-11-24", "late:2026-11-25")
    assert not is_news("late:2026-11-24", "late:2026-11-24")


def test_one_that_goes_on_under_another_number_is_not_due() -> None:
    assert due(replace(APPEAL, merged="26-00002")) is None


def test_a_reminder_of_the_morning_tells_of_the_whole_day_and_one_of_the_evening_of_tomorrow() -> None:
    assert horizon(MONDAY, WORKING) == MONDAY + 9 * HOUR
    assert horizon(MONDAY + 7 * HOUR, WORKING) == MONDAY + 26 * HOUR

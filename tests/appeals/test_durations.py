"""Durations of the district file: ISO 8601, in working time; what is none is told with its line."""

from datetime import time, timedelta

import pytest

from bot.appeals.district import Escalation, WorkingHours
from bot.appeals.district_file import read_district
from bot.appeals.durations import Duration, parse_duration
from tests.appeals.small_district import SMALL, complaints, line_of, small

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "days", "time"),
    [
        ("PT8H", 0, 8 * HOUR),
        ("P2D", 2, 0 * HOUR),
        ("PT30M", 0, HOUR / 2),
        ("PT2S", 0, timedelta(seconds=2)),
        ("P1DT4H30M", 1, 4.5 * HOUR),
        (" pt90m ", 0, 1.5 * HOUR),
        ("P0D", 0, 0 * HOUR),
    ],
)
def test_a_duration_is_days_and_time(text: str, days: int, time: timedelta) -> None:
    assert parse_duration(text) == Duration(days, time)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P2", "8H", "PT8", "P1W", "P1M", "P1Y", "P-1D", "PT1.5H", "P1DT", "2 дня"]
)
def test_what_is_none_is_none(text: str) -> None:
    assert parse_duration(text) is None


def test_a_working_day_is_as_long_as_the_desk_works() -> None:
    hours = WorkingHours(time(9), time(18), lunch=(time(13), time(14)))
    assert hours.length == 8 * HOUR
    assert Duration(2, HOUR).working_time(hours.length) == 17 * HOUR
    assert WorkingHours().length == 9 * HOUR


def test_the_ladder_stands_in_the_district_file() -> None:
    assert small().escalation == Escalation(Duration(time=8 * HOUR), Duration(days=2))
    text = SMALL + '\n[escalation]\nhead = "PT2S"\n'
    assert read_district(text).escalation == Escalation(Duration(time=timedelta(seconds=2)), Duration(days=2))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('head = "8 часов"', 'срок «8 часов» не понять. Напишите, например: head = "PT8H" (P1D — рабочий день'),
        ("head = 8", 'значение «head» должно быть в кавычках. Напишите, например: head = "PT8H"'),
        ('mayor = "PT8H"', "неизвестное слово «mayor»"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(wrong: str, words: str) -> None:
    text = f"{SMALL}\n[escalation]\n{wrong}\n"
    (told,) = complaints(text)
    assert f"строка {line_of(text, wrong)}" in told
    assert words in told

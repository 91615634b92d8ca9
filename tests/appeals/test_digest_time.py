"""When the week's digest is sent, and whether the month's is, is read out of the district file."""

import pytest

from bot.appeals.district import DigestTime
from bot.appeals.district_file import read_district
from tests.appeals.small_district import SMALL, complaints, line_of


def test_by_default_on_monday_at_nine_and_every_month() -> None:
    assert read_district(SMALL).digest == DigestTime(0, 9, month=True)


def test_another_day_and_hour_are_read() -> None:
    assert read_district(SMALL + '\n[digest]\nday = "Пт"\nhour = 16\n').digest == DigestTime(4, 16)


def test_the_month_can_be_switched_off() -> None:
    assert not read_district(SMALL + "\n[digest]\nmonth = false\n").digest.month


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('day = "понедельник"', "день «понедельник» не понять. Дни пишут так: пн, вт"),
        ("hour = 3", "«hour» должно быть целым числом от 6 до 20, например: hour = 9"),
        ('month = "да"', "«month» бывает только true (да) или false (нет)"),
        ('when = "пн"', "when"),
    ],
)
def test_a_slip_is_named_with_its_line(wrong: str, told: str) -> None:
    text = f"{SMALL}\n[digest]\n{wrong}\n"
    said = complaints(text)
    assert any(told in line and f"строка {line_of(text, wrong)}" in line for line in said), said

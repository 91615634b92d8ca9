"""A small right district file, and how to spoil it in one place and hear what its reader says."""

import pytest

from bot.appeals.district import District
from bot.appeals.district_file import DistrictFileError, read_district

SMALL = """\
# Район для проверок.
name = "Лесной район"
time_zone = "Europe/Moscow"

[links]
policy = "https://example.org/policy"
portal = "https://www.gosuslugi.ru/"

[hours]
opens = "08:30"
closes = "17:30"
weekdays = ["пн", "вт", "ср", "чт", "пт"]
days_off = [2026-09-18]

[deadlines]
first_answer = "P2D"

[[settlement]]
code = "lesnoe"
name = "Лесное"
kind = "сельское поселение"
villages = ["Бор", "село Ельники"]

[[settlement]]
code = "rechnoe"
name = "Речное"
kind = "сельское поселение"
head = "Глава Речного"

[[settlement.locality]]
name = "Плёс"
kind = "село"
aliases = ["Плес"]
point = [55.25, 32.5]
streets = [
  "Центральная",
  "Набережная",
]

[[desk]]
code = "lesnoe"
name = "Лесное поселение"
settlement = "lesnoe"
phone = "8 (48166) 4-00-00"

[[desk]]
code = "rechnoe"
name = "Речное поселение"
settlement = "rechnoe"

[[desk]]
code = "roads"
name = "Дороги"
topics = [
  "roads",
  "transport.public",
]
settlements = ["lesnoe"]
"""


def small() -> District:
    return read_district(SMALL)


def spoilt(right: str, wrong: str) -> str:
    """The small file with one place changed; the place must be there and be the only one."""
    assert SMALL.count(right) == 1
    return SMALL.replace(right, wrong)


def line_of(text: str, part: str) -> int:
    """The line where the part is written first."""
    start = text.index(part)
    return text[:start].count("\n") + 1


def complaints(text: str) -> list[str]:
    """What the reader says about a wrong file, line by line."""
    with pytest.raises(DistrictFileError) as refusal:
        read_district(text)
    return str(refusal.value).split("\n")

"""The guide's tables of worked examples hold, row by row, with the district file that comes with the product."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.appeals.deadlines import Case, deadlines, resumed
from bot.appeals.district_file import load_district
from bot.appeals.routing import desk_for
from bot.calendar_ru import russian_calendar

ROOT = Path(__file__).parents[2]
DISTRICT, RUSSIA = load_district(ROOT / "district.toml"), russian_calendar()
PLACE = "tretyakovo"


def rows(cells: int) -> list[list[str]]:
    """The rows of the table with so many cells, without its heading."""
    lines = (ROOT / "docs/ru/сроки.md").read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [one for one in found if len(one) == cells and one[0][:1].isdigit()]


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=DISTRICT.time_zone).astimezone(UTC)


def shown(one: datetime) -> str:
    return f"{one.astimezone(DISTRICT.time_zone):%d.%m.%Y %H:%M}"


def case(words: str) -> Case:
    name, *marks = words.replace(", опасно", "|urgent").replace(", вопрос", "|question").split("|")
    (topic,) = [one.code for one in DISTRICT.topics.values() if one.name == name]
    kind = "question" if "question" in marks else "complaint"
    return Case(topic, desk_for(DISTRICT, topic, PLACE).code, kind, "urgent" in marks)


@pytest.mark.parametrize("row", rows(5), ids=lambda row: " ".join(row[:2]))
def test_both_deadlines_are_as_the_guide_says(row: list[str]) -> None:
    due = deadlines(DISTRICT, case(row[1]), moment(row[0]), RUSSIA)
    assert [shown(due.answer), shown(due.solution)] == row[2:4]


@pytest.mark.parametrize("row", rows(4), ids=lambda row: row[0])
def test_a_pause_moves_the_deadline_as_the_guide_says(row: list[str]) -> None:
    promised, asked, replied = moment("23.11.2026 18:00"), moment(row[0]), moment(row[1])
    assert shown(resumed(DISTRICT, "roads", promised, asked, replied, RUSSIA)) == row[2]


def test_the_tables_are_there() -> None:
    assert (len(rows(5)), len(rows(4))) == (13, 3)

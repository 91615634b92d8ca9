"""Two troubles in one message are offered as two, one trouble told at length stays one.

The messages of `several.csv`: add a line there; `topics` are parted by «|», empty for a single problem.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.appeals.district import District
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.several import Several
from tests.triage.village_life import district as villages

with Path(__file__).with_name("several.csv").open(encoding="utf-8", newline="") as _file:
    MESSAGES = [(row["text"], [code for code in row["topics"].split("|") if code]) for row in csv.DictReader(_file)]
SINGLE = [text for text, topics in MESSAGES if not topics]
DISPATCHER = Dispatcher(villages(), Pymorphy())
TOPICS = {
    "яма": "roads.pothole",
    "фонари": "utilities.lighting",
    "мусор": "garbage.containers",
    "собаки": "animals.stray",
}


def _rank(words: str) -> list[tuple[str, float]]:
    """A listener who knows four words and is sure of each."""
    heard = [code for word, code in TOPICS.items() if word in words.lower()]
    return [(code, 1 / len(heard)) for code in heard]


def _texts(text: str) -> list[str]:
    return [one.text for one in Several().problems(text, _rank)]


def test_there_are_enough_examples_of_both() -> None:
    assert len(MESSAGES) >= 120
    assert len(SINGLE) >= 60


def test_a_single_problem_is_hardly_ever_offered_as_two(dispatcher: Dispatcher) -> None:
    wrong = [text for text in SINGLE if dispatcher(text).problems]
    assert len(wrong) <= 0.03 * len(SINGLE), wrong


def test_most_messages_of_several_problems_are_seen(dispatcher: Dispatcher) -> None:
    several = [(text, topics) for text, topics in MESSAGES if topics]
    seen = [text for text, topics in several if [one.topic for one in dispatcher(text).problems] == topics]
    missed = [text for text, _ in several if text not in seen]
    assert len(seen) >= 0.7 * len(several), missed


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("яма на Ленина и мусор не вывозят", ["Яма на Ленина", "На Ленина мусор не вывозят"]),
        ("1. Не горят фонари 2. Яма", ["Не горят фонари", "Яма"]),
        ("В Бабино яма, а ещё не горят фонари", ["В Бабино яма", "В Бабино не горят фонари"]),
        ("у нас и мусор не вывозят, и фонари не горят", ["Мусор не вывозят", "Фонари не горят"]),
        (
            "Здравствуйте! На Мира 5 яма. Машины бьются. Также бегают собаки в Ерышах.",
            ["На Мира 5 яма. Машины бьются", "Бегают собаки в Ерышах."],
        ),
        (
            "Мусор не вывозят, и фонари не горят на улице Мира",
            ["На улице Мира мусор не вывозят", "Фонари не горят на улице Мира"],
        ),
    ],
)
def test_each_part_reads_well_and_says_where(text: str, parts: list[str]) -> None:
    assert _texts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "яма",
        "яма у школы. дети падают, машины бьются",
        "яма, и ещё яма",
        "Фонари не горят, поэтому собаки не видны",
        "1. яма",
        "Тут яма: 1. не видно собаки 2. не видно мусор",
        "яма и фонари и мусор и собаки " * 40,
    ],
)
def test_one_trouble_stays_one(text: str) -> None:
    assert _texts(text) == []


def test_what_officials_see_is_masked(dispatcher: Dispatcher) -> None:
    problems = dispatcher("Яма на Советской, тел. 89101234567, а ещё мусор, блядь, не вывозят").problems
    assert [one.text for one in problems] == [
        "Яма на Советской, тел. [телефон]",
        "На Советской мусор, б****, не вывозят",
    ]


_PIECES = st.sampled_from(
    ["яма", "мусор не вывозят", "фонари", "и", ", и", ". ", "1.", "2.", "\n", "В Бабине", "на", "а ещё", "-"]
)


@settings(max_examples=150)
@given(st.text(max_size=150) | st.lists(_PIECES, max_size=14).map(" ".join))
def test_whatever_is_written_is_told_apart_or_not(text: str) -> None:
    problems = DISPATCHER(text).problems
    assert len(problems) in {0, 2, 3}
    assert all(one.text.strip() for one in problems)
    assert len({one.topic for one in problems}) == len(problems)


def test_a_place_of_the_district_is_no_trouble(dispatcher: Dispatcher, district: District) -> None:
    assert not dispatcher("Пожары. Яма у клуба").problems
    assert "Пожары" in {one.name for one in district.localities()}

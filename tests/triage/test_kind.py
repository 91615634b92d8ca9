"""Complaints are told from questions, suggestions, thanks and talk by the messages of `kinds.csv`; none is lost."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bot.triage.dispatcher import Dispatcher
from bot.triage.kind import Kinds
from bot.triage.morphology import Pymorphy
from bot.triage.speech import heard

# The share of each kind that must be told rightly.
FLOORS = {"complaint": 0.97, "question": 0.9, "suggestion": 0.9, "thanks": 0.9, "talk": 0.95}


@pytest.fixture(scope="module")
def kinds(morphology: Pymorphy) -> Kinds:
    return Kinds(morphology)


def read_messages() -> list[tuple[str, str]]:
    with Path(__file__).with_name("kinds.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["kind"]) for row in csv.DictReader(file)]


MESSAGES = read_messages()


def test_the_file_is_large_and_nothing_stands_twice() -> None:
    assert len(MESSAGES) >= 300
    assert len({text for text, _ in MESSAGES}) == len(MESSAGES)


def test_each_kind_is_told(kinds: Kinds) -> None:
    table = Counter((kind, kinds.tell(heard(text))) for text, kind in MESSAGES)
    for kind, floor in FLOORS.items():
        total = sum(count for (meant, _), count in table.items() if meant == kind)
        assert table[kind, kind] / total >= floor, f"{kind}, as (meant, told): {dict(table)}"


def test_no_complaint_is_lost_as_talk_or_thanks(kinds: Kinds) -> None:
    told = [(text, kinds.tell(heard(text))) for text, kind in MESSAGES if kind == "complaint"]
    assert [one for one in told if one[1] in ("talk", "thanks")] == []


@pytest.mark.parametrize("text", ["яма", "Света нет", "жалоба на соседа", "asdf", "Спасибо, но воды нет", "🕳 яма"])
def test_when_in_doubt_it_is_a_complaint(text: str, kinds: Kinds) -> None:
    assert kinds.tell(heard(text)) == "complaint"


def test_a_danger_is_a_complaint_however_it_is_said(dispatcher: Dispatcher) -> None:
    reading = dispatcher("Подскажите, кому звонить? Пахнет газом в подъезде")
    assert reading.alarm is not None
    assert reading.kind == "complaint"
    assert dispatcher("Спасибо, дорогу почистили").kind == "thanks"

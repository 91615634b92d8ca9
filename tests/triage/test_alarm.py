"""Danger is heard, and what only sounds like it is not: by the messages of `alarms.csv`, to which anybody can add."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogs.resident.alarming import warning
from bot.triage.alarm import Alarms
from bot.triage.alarm_rules import BrokenRules, packaged_rules, read_rules
from bot.triage.morphology import Pymorphy
from bot.triage.speech import heard
from bot.words import Words
from tests.appeals.small_district import small
from tests.words.samples import MOSCOW

EMPTY_RULES = '[[danger]]\ncode = "gas"\ncall = ["gas"]\nphrases = ["газ"]\n'


@pytest.fixture(scope="module")
def alarms(morphology: Pymorphy) -> Alarms:
    return Alarms(morphology)


def read_messages() -> list[tuple[str, str]]:
    """Text and code of the danger, empty when there is none."""
    with Path(__file__).with_name("alarms.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["alarm"]) for row in csv.DictReader(file)]


MESSAGES = read_messages()


def code(alarms: Alarms, text: str) -> str:
    alarm = alarms.heard(heard(text))
    return alarm.code if alarm else ""


def test_the_file_is_large_and_half_of_it_is_no_danger() -> None:
    assert len({text for text, _ in MESSAGES}) == len(MESSAGES)
    assert sum(bool(danger) for _, danger in MESSAGES) >= 130
    assert sum(not danger for _, danger in MESSAGES) >= 130
    assert {danger for _, danger in MESSAGES} - {""} == {one.code for one in packaged_rules().dangers}


def test_dangers_are_heard(alarms: Alarms) -> None:
    dangers = [(text, danger) for text, danger in MESSAGES if danger]
    missed = [one for one in dangers if not code(alarms, one[0])]
    assert 1 - len(missed) / len(dangers) >= 0.98, missed


def test_near_misses_alarm_nobody(alarms: Alarms) -> None:
    calm = [text for text, danger in MESSAGES if not danger]
    false = [(text, found) for text in calm if (found := code(alarms, text))]
    assert len(false) / len(calm) <= 0.02, false


def test_a_danger_is_called_by_its_name(alarms: Alarms) -> None:
    """A fallen tree on wires may be called either; but who hears of a fire must not be told about manholes."""
    heard_as = [(text, danger, found) for text, danger in MESSAGES if danger and (found := code(alarms, text))]
    other = [one for one in heard_as if one[1] != one[2]]
    assert len(other) / len(heard_as) <= 0.08, other


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Пахнет газом", "gas"),
        ("Газом не пахнет", ""),
        ("Запаха газа нет", ""),
        ("ПАХНЕТ ГАЗОМ!!!", "gas"),
        ("Пожар потушили, спасибо", ""),
        ("Пожар не потушили, горит сарай", "fire"),
        ("Вчера потушили, а сегодня опять горит трава у домов", "grass"),
        ("Дерево может упасть на дорогу", ""),
        ("Дерево упало на дорогу", "tree"),
        ("Сосулька может упасть", "ice"),
        ("света нет дерево упало на провода", "wire"),
        ("правада аборвало", "wire"),
        ("", ""),
        ("👍", ""),
    ],
)
def test_denied_past_and_feared(text: str, danger: str, alarms: Alarms) -> None:
    assert code(alarms, text) == danger


def test_whom_to_ring_comes_best_first(alarms: Alarms) -> None:
    alarm = alarms.heard(heard("пахнет газом в подъезде"))
    assert alarm is not None
    assert alarm.call[0] == "gas"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("phrases =", "не читаются"),
        ("", "нет ни одной"),
        ('[[dangers]]\ncode = "gas"', "раздел «dangers»"),
        (EMPTY_RULES + EMPTY_RULES, "«gas» записана дважды"),
        (EMPTY_RULES.replace('"gas"\ncall', '"газ"\ncall'), "латиницей"),
        (EMPTY_RULES.replace("phrases", "phrase"), "«phrase» не знакомо"),
        (EMPTY_RULES.replace('["gas"]', '["police"]'), "«gas»: call"),
        (EMPTY_RULES.replace('["газ"]', "[]"), "нет phrases"),
        (EMPTY_RULES.replace('["газ"]', '"газ"'), "phrases — список"),
        (EMPTY_RULES.replace("газ", "Газ"), "строчными"),
        (EMPTY_RULES.replace("газ", "ёлка"), "«е» вместо «ё»"),
        (EMPTY_RULES.replace("газ", "га*з"), "звёздочка стоит в конце"),
        (EMPTY_RULES.replace("газ", "@запах газ"), "«@запах» нет"),
        (EMPTY_RULES + 'feared = "да"', "true или false"),
    ],
)
def test_wrong_rules_are_refused_with_a_clear_line(rules: str, said: str) -> None:
    with pytest.raises(BrokenRules, match=said):
        read_rules(rules)


@pytest.mark.parametrize("dispatcher", ["", "8 (48166) 4-00-00"])
def test_words_to_the_resident_fit_an_old_phone_and_name_a_number_first(dispatcher: str) -> None:
    links = replace(small().links, emergency="112", gas="104", dispatcher=dispatcher)
    words, district = Words("ru", MOSCOW), replace(small(), links=links)
    numbers = {"emergency": "112", "gas": "104", "dispatcher": dispatcher or "112"}
    for danger in packaged_rules().dangers:
        told = words(warning(danger.code, district))
        assert numbers[danger.call[0]] in told.split("\n")[0], told
        assert all(numbers[one] in told for one in danger.call), told
        assert "none" not in told
        assert len(told) <= 300, (danger.code, len(told))

"""`otklik same`: a script asks line by line whether two messages are about one problem."""

from typing import Any

import pytest

from tests.commands.console import Said, answered_at_once, otklik


def pair(first: str, second: str, **rest: Any) -> dict[str, Any]:
    return {"first": first, "second": second, "minutes_apart": 30, "metres_apart": None, "first_status": "new"} | rest


LINES: list[object] = [
    pair("Нет воды в Ерышах с утра", "Ерыши, опять без воды сидим", id="вода"),
    pair("Нет воды в Ерышах", "Нет воды в Бабине"),
    pair("Яма у магазина", "яма у магазина", metres_apart=10, first_status="CLOSED"),
    pair("Яма у магазина", "возле магазина колесо пробил", metres_apart=10, first_status="неведомый"),
    "",
    "это не JSON",
    pair("Нет воды", "нет воды") | {"metres_apart": "рядом"},
    {"first": "Нет воды"},
    b"\xff\xfe",
    pair("лифт не работает, Кольцевая 3", "Кольцевая 11, лифт стоит"),
]


@pytest.fixture(scope="module")
def said() -> Said:
    return otklik("same", LINES)


def test_each_line_is_answered_with_a_judgement_and_a_score(said: Said) -> None:
    judged = [line for line in said.lines if "error" not in line]
    assert [line["same"] for line in judged] == [True, False, False, True, False]
    assert all(0 <= line["score"] <= 1 for line in judged)
    assert all(line["same"] == (line["score"] >= 0.5) for line in judged)


def test_what_else_a_line_says_goes_through(said: Said) -> None:
    assert said.lines[0]["id"] == "вода"
    assert said.lines[0]["first"] == "Нет воды в Ерышах с утра"


def test_a_bad_line_is_told_in_words_and_the_others_are_answered(said: Said) -> None:
    errors = [line["error"] for line in said.lines if "error" in line]
    assert errors == [
        "строка не похожа на JSON",
        "в «metres_apart» нужно число или null",
        "нет текста в «second»: нужна строка в кавычках",
        "строка не в кодировке UTF-8",
    ]
    assert (said.code, said.errors) == (1, "")
    assert len(said.lines) == len(LINES) - 1


def test_the_order_of_the_two_does_not_decide_where_neither_is_answered() -> None:
    there = pair("Света нет в Троицком", "В Троицком всё обесточено")
    back = pair(there["second"], there["first"])
    answers = otklik("same", [there, back])
    assert (answers.code, [line["same"] for line in answers.lines]) == (0, [True, True])


def test_an_answer_does_not_wait_for_the_next_line() -> None:
    assert answered_at_once("same", pair("Нет воды в Бабине", "Бабино без воды"))["same"]

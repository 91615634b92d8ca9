"""A desk or a settlement is found by the words of a command line, or the choice is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.appeals.district import District, Locality
from bot.appeals.district_file import load_district
from bot.appeals.lookup import UnclearName, find_desk, find_settlement


@pytest.fixture(scope="module")
def demo() -> District:
    return load_district(Path(__file__).parents[2] / "district.toml")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("roads", "roads"),
        ("ROADS ", "roads"),
        ("Отдел дорог района", "roads"),
        ("отдел дорг района", "roads"),
        ("отдел жкх", "utilities"),
        ("«Администрация Булгаковского поселения»", "bulgakovo"),
        ("булгаковское", "bulgakovo"),
        ("Озёрный", "ozerny"),
        ("озерный", "ozerny"),
    ],
)
def test_a_desk_is_found(demo: District, words: str, code: str) -> None:
    assert find_desk(demo, words).code == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("tretyakovo", "tretyakovo"),
        ("Третьяковское", "tretyakovo"),
        ("третяковское сельское поселение", "tretyakovo"),
        ("Пречист", "prechistoe"),
        ("Береснево", "bulgakovo"),
        ("Горки", "ozerny"),
    ],
)
def test_a_settlement_is_found(demo: District, words: str, code: str) -> None:
    assert find_settlement(demo, words).code == code


def test_unknown_words_bring_the_whole_list(demo: District) -> None:
    with pytest.raises(UnclearName, match=r"^Нет отдела «космос». Напишите код или название из списка:\n") as refusal:
        find_desk(demo, "космос")
    assert list(refusal.value.candidates) == [desk.code for desk in demo.desks]
    assert "  roads — Отдел дорог района" in str(refusal.value).split("\n")


def test_a_village_that_two_settlements_have_brings_only_those_two(demo: District) -> None:
    namesake = Locality("Горки", "деревня", "prechistoe")
    settlements = tuple(
        replace(one, localities=(*one.localities, namesake)) if one.code == "prechistoe" else one
        for one in demo.settlements
    )
    with pytest.raises(UnclearName, match=r"«Горки» подходит нескольким\. Напишите код:\n") as refusal:
        find_settlement(replace(demo, settlements=settlements), "Горки")
    assert set(refusal.value.candidates) == {"ozerny", "prechistoe"}


def test_common_words_alone_mean_nobody(demo: District) -> None:
    with pytest.raises(UnclearName, match="Нет поселения «сельское поселение»"):
        find_settlement(demo, "сельское поселение")


def test_nothing_finds_nothing(demo: District) -> None:
    with pytest.raises(UnclearName):
        find_settlement(demo, "")

"""A resident's own details are found in every way people write them; addresses, dates and prices stay.

The messages of `details.csv`: add a line there; `details` are what is hidden, parted by «|», empty for nothing.
"""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.details import Details
from bot.triage.masking import Masking
from bot.triage.morphology import Pymorphy

MORPHOLOGY = Pymorphy()
DETAILS, MASKING = Details(MORPHOLOGY), Masking(MORPHOLOGY)
with Path(__file__).with_name("details.csv").open(encoding="utf-8", newline="") as _file:
    MESSAGES = [(row["text"], [one for one in row["details"].split("|") if one]) for row in csv.DictReader(_file)]


def test_there_are_enough_examples_of_both() -> None:
    assert len(MESSAGES) >= 150
    assert sum(not details for _, details in MESSAGES) >= 60


@pytest.mark.parametrize(("text", "details"), MESSAGES)
def test_what_is_hidden_and_what_stays(text: str, details: list[str]) -> None:
    assert [text[one.start : one.end] for one in DETAILS.spans(text)] == details


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Звоните 8 (910) 123 45 67", "Звоните [телефон]"),
        ("Сидорова Анна Павловна, ул. Ленина, д. 5, кв. 15", "[имя], ул. Ленина, д. 5, [квартира]"),
        ("Карта 4111111111111111, паспорт 6604 123456", "Карта [карта], [паспорт]"),
        ("12.03.1980 г.р., СНИЛС 123-456-789 01", "[дата рождения] г.р., [СНИЛС]"),
        ("anna@mail.ru", "[почта]"),
    ],
)
def test_a_word_stands_in_its_place(text: str, shown: str) -> None:
    assert MASKING(text).shown == shown


_GAPS = st.sampled_from(["", " ", "-", " - ", ".", "–"])
_WORDS = st.sampled_from(["", "звоните ", "яма у дома 5, ", "тел.", "с 8 до 17 ", "ул. Мира, 12; "])


@given(
    _WORDS, st.sampled_from(["8", "+7", "7"]), st.booleans(), st.lists(_GAPS, min_size=4, max_size=4), st.integers(0)
)
def test_no_phone_survives(before: str, country: str, brackets: bool, gaps: list[str], seed: int) -> None:
    digits = f"9{seed % 10**9:09d}"
    code = f"({digits[:3]})" if brackets else digits[:3]
    groups = (country, code, digits[3:6], digits[6:8], digits[8:])
    phone = "".join(f"{group}{gap}" for group, gap in zip(groups, [*gaps, ""], strict=True))
    shown = MASKING(f"{before}{phone} вечером").shown
    assert "[телефон]" in shown
    assert digits[-4:] not in re.sub(r"\D", "", shown)


_PIECES = st.sampled_from(
    [
        "8",
        "910",
        "1234567",
        "+7",
        "(",
        ")",
        "-",
        " ",
        "кв.",
        "15",
        "паспорт",
        "66 04",
        "123456",
        "Иванов",
        "Иван",
        "И.",
        "ул.",
        "@",
        "a.ru",
        "х*й",
        "тел.",
    ]
)


@settings(max_examples=400)
@given(
    st.text(max_size=200) | st.lists(_PIECES, max_size=20).map("".join) | st.lists(_PIECES, max_size=20).map(" ".join)
)
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    masked = MASKING(text)
    assert not re.search(r"\d{10}", masked.shown)
    assert len(masked.shown) <= len(text) + 20 * len(DETAILS.spans(text))
    assert MASKING(masked.shown).shown == masked.shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("живу кв5 кв6", "живу [квартира] [квартира]"),
        ("кв. 5 м@a.ru", "[квартира] [почта]"),
        ("квартира кв. 15 кв. метров", "квартира кв. 15 кв. метров"),
    ],
)
def test_a_flat_is_told_from_an_area_by_what_follows(text: str, shown: str) -> None:
    assert MASKING(text).shown == shown


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "8 " * 10_000, "Иванов " * 4_000, "х-" * 10_000, "кв." * 5_000, "а@" * 9_000]
)
def test_a_pasted_wall_of_signs_takes_no_time(text: str) -> None:
    assert len(MASKING(text).shown) <= len(text) * 2

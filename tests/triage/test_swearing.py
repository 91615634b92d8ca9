"""Swearing is found in its disguises and nowhere else; a message of nothing but abuse is told from a rude complaint.

The messages of `swearing.csv`: add a line there; `obscene` are the words to hide, parted by «|», empty for none.
"""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.swearing import Swearing, masked

SWEARING = Swearing()
with Path(__file__).with_name("swearing.csv").open(encoding="utf-8", newline="") as _file:
    MESSAGES = [(row["text"], [word for word in row["obscene"].split("|") if word]) for row in csv.DictReader(_file)]


def test_there_are_enough_examples_of_both() -> None:
    assert sum(bool(words) for _, words in MESSAGES) >= 150
    assert sum(not words for _, words in MESSAGES) >= 150


@pytest.mark.parametrize(("text", "words"), MESSAGES)
def test_the_obscene_words_are_found_and_no_others(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in SWEARING.spans(text)] == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("нахуй такую дорогу", "н**** такую дорогу"),
        ("п и з д е ц с водой", "п***** с водой"),
        ("Пиздец", "П*****"),
        ("суки, дорогу почините", "с***, дорогу почините"),
    ],
)
def test_the_first_letter_stays(text: str, shown: str) -> None:
    assert masked(text, SWEARING.spans(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "вы все ебаные козлы",
        "Идите вы на хуй!!!",
        "Козлы",
        "администрация — сборище идиотов",
        "суки",
        "бля",
        "чтоб вы сдохли, твари",
        "п и з д е ц вам всем",
        "Да пошли вы, придурки, со своим ботом",
        "х*й вам",
        "глава мудак и вор",
        "заебали!!!",
        "вы нихуя не делаете, дармоеды",
    ],
)
def test_nothing_but_abuse(text: str) -> None:
    assert SWEARING.is_only_abuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "суки, дорогу почините",
        "когда, блядь, вывезут мусор",
        "нихуя не видно, фонари не горят",
        "Козёл забрёл на детскую площадку",
        "Дорога — говно",
        "Идиоты закрыли колонку",
        "вода",
        "Здравствуйте!",
        "",
        "...",
        "вы все там сидите",
        "🙂",
    ],
)
def test_a_rude_complaint_is_a_complaint(text: str) -> None:
    assert not SWEARING.is_only_abuse(text)


_ODD = st.text(alphabet="хуйпиздецблятьЕБАсукамndekxy3@*.- _\n1йё", max_size=80)


@given(st.text(max_size=200) | _ODD)
def test_whatever_is_written_is_masked_once(text: str) -> None:
    spans = SWEARING.spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    shown = masked(text, spans)
    assert len(shown) <= len(text)
    assert masked(shown, SWEARING.spans(shown)) == shown

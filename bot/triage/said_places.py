"""The words of a message that say where, as they may be said again before another part of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.triage.place_words import KINDS, STREETS

_INTO = {"в", "во", "из"}
_LEADING = r"в|во|на|по|из|у|около|возле|за|от|до"
_LED = rf"(?:{_LEADING}|В|Во|На|По|У|Около|Возле|За)"
_LONG = "|".join(sorted((word for word in KINDS | STREETS if len(word) > 3), key=len, reverse=True))
_SHORT = "|".join(sorted((word for word in KINDS | STREETS if len(word) <= 3), key=len, reverse=True))
# A dot after a whole word ends the sentence.
_KIND = rf"(?:(?:{_LONG})\s+|(?:{_SHORT})(?:\.\s*|\s+))"
_CAPITALS = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
_HOUSE = r"(?:,?\s*(?:(?:д|дом)\.?\s*)?\d{1,3}[а-гА-Г]?(?:/\d{1,3})?(?![\d\w)]))?"
# «В деревне Бабино», «на Ленина 5», «ул. Мира, д. 3», and «Бабино» only after one of these words.
_BY_CAPITALS = re.compile(
    rf"(?<!\w)(?P<led>{_LED}\s+)?(?P<kind>{_KIND})?(?<!\w)(?P<name>{_CAPITALS}(?:\s{_CAPITALS})?){_HOUSE}",
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_LED}\s+)?{_KIND}{{0,2}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """`led` by a preposition it opens a sentence as it is; `narrow` is a street or house, else a village."""

    start: int
    end: int
    text: str
    led: bool
    narrow: bool


def place_words(text: str, known: Sequence[tuple[int, int]] = ()) -> list[PlaceWords]:
    """By the spans that are known to name places, or else by capital letters after «в», «на», «ул.»."""
    spans = [_extended(text, start, end) for start, end in known] or [
        match.span() for match in _BY_CAPITALS.finditer(text) if match["led"] or match["kind"]
    ]
    return [_shaped(text, start, end) for start, end in spans if text[start:end].strip()]


def _extended(text: str, start: int, end: int) -> tuple[int, int]:
    """With the preposition and «деревня» before it."""
    before = _BEFORE.search(text[max(0, start - 30) : start])
    return start - len(before.group()) if before else start, end


def _shaped(text: str, start: int, end: int) -> PlaceWords:
    said = " ".join(text[start:end].split())
    first, *rest = (word.strip(".,").lower() for word in said.split())
    led = first in set(_LEADING.split("|"))
    street = any(word in STREETS for word in (first, *rest)) or any(word[0].isdigit() for word in rest if word)
    return PlaceWords(start, end, said, led, street or (led and first not in _INTO))

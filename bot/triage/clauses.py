"""Cuts a message into clauses, each with how it is joined to the one before: listed, added, with «и», a sentence."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files

from bot.triage.speech import fold

_FILE: dict[str, str] = tomllib.loads(files("bot.triage").joinpath("several.toml").read_text("utf-8"))


class Join(Enum):
    FIRST = "opens the message"
    LISTED = "1. 2. — во-первых"
    ADDED = "а также, ещё"
    JOINED = "и, а"
    COMMA = ","
    SENTENCE = "a sentence of its own"


@dataclass(frozen=True, slots=True)
class Clause:
    """The words from `start` to before `end`; `text` is without the joining word."""

    join: Join
    start: int
    end: int
    text: str


def _words(key: str) -> str:
    ordered = sorted((word.replace("+", r"\s+") for word in _FILE[key].split()), key=len, reverse=True)
    return "|".join(ordered)


_ADDING, _JOINING = _words("adding").replace("е", "[её]"), _words("joining")
_ORDINAL = r"во-первых|во-вторых|в-третьих|первое|второе|третье|первая|вторая|третья"
_NUMBERED = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[.,;:]))(?P<number>[1-9])\s?[.)]\s*(?=[^\d\s.,)])")
_ORDINALS = re.compile(rf"\b(?:{_ORDINAL})\b\s*[,:—–-]?\s*", re.IGNORECASE)
_BULLETS = re.compile(r"^\s*[-–—•*]\s*(?=\w)", re.MULTILINE)
# A dot after a short word is an abbreviation's: «ул. Ленина», «д. 5».
_SENTENCE = re.compile(r"(?:(?<=\w{4})|(?<=[\d)»\"]))\.+\s*(?=[^\W\d])|[!?…;]+\s*|\n+\s*|\.{2,}\s*")
_ADDED = re.compile(rf"(?P<gap>[,.\s]+|^)(?:и\s+|а\s+)?(?:{_ADDING})[\s,:—–-]+", re.IGNORECASE)
_JOINED = re.compile(rf"(?:,\s*|\s+)(?:{_JOINING})\s+", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?=[^\W\d])")
_MARK = re.compile(r"[,.!?;:\n]")
_GREETING = re.compile(
    r"\s*(?:здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|доброго\s+(?:дня|времени\s+суток)|привет\w*|уважаем\w+\s+\w+)[\s,!.]*",
    re.IGNORECASE,
)


def clauses_of(text: str) -> list[Clause]:
    """In order; one clause when nothing joins anything."""
    listed = _listed(text)
    cuts = {start: (end, Join.LISTED) for start, end in listed}
    if not listed:
        for pattern, join in (
            (_ADDED, Join.ADDED),
            (_SENTENCE, Join.SENTENCE),
            (_JOINED, Join.JOINED),
            (_COMMA, Join.COMMA),
        ):
            for match in pattern.finditer(text):
                taken = any(start < match.end() and match.start() < end for start, (end, _) in cuts.items())
                if not taken and (join is not Join.COMMA or _between_clauses(text, match)):
                    cuts[match.start()] = (match.end(), join)
    return list(_between(text, cuts))


def _between_clauses(text: str, comma: re.Match[str]) -> bool:
    """«Мусор, конечно, не вывозят»: a word alone between commas is no clause."""
    before, after = _MARK.split(text[: comma.start()])[-1], _MARK.split(text[comma.end() :], maxsplit=1)[0]
    return len(before.split()) > 1 and len(after.split()) > 1


def _listed(text: str) -> list[tuple[int, int]]:
    """Where the marks of a list stand; a lone «1.» is no list."""
    numbered = [(match.start(), match.end(), match["number"]) for match in _NUMBERED.finditer(text)]
    if [number for _, _, number in numbered[:2]] == ["1", "2"]:
        return [(start, end) for start, end, _ in numbered]
    for pattern in (_ORDINALS, _BULLETS):
        found = [match.span() for match in pattern.finditer(text)]
        if len(found) > 1:
            return found
    return []


def _between(text: str, cuts: dict[int, tuple[int, Join]]) -> Iterator[Clause]:
    greeting = _GREETING.match(text)
    start, join = greeting.end() if greeting else 0, Join.FIRST
    for cut, (end, following) in [*sorted(cuts.items()), (len(text), (len(text), Join.FIRST))]:
        if cut >= start and text[start:cut].strip(" ,.;:-—"):
            yield Clause(join, start, cut, text[start:cut].strip())
            join = following
        elif following in (Join.LISTED, Join.ADDED):
            join = following
        start = max(start, end)


def tidy(words: str) -> str:
    """Without the joining words and marks around: «и вода ржавая,» → «вода ржавая»."""
    said = " ".join(words.split()).strip(" ,;:—–-")
    said = re.sub(rf"^(?:(?:{_JOINING})\s+)", "", said, flags=re.IGNORECASE)
    return re.sub(r"^(у нас|здесь|тут) и ", r"\1 ", said, flags=re.IGNORECASE) or fold(words).strip() or words

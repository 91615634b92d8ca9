"""Several problems in one message: «яма на Ленина и мусор не вывозят» is filed as two, each with its place."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.triage.clauses import Clause, Join, clauses_of, tidy
from bot.triage.reading import Problem
from bot.triage.said_places import PlaceWords, place_words
from bot.triage.speech import fold

_FILE: dict[str, Any] = tomllib.loads(files("bot.triage").joinpath("several.toml").read_text("utf-8"))

# Words → topic codes with shares from 0 to 1, best first; an empty code says that the words name no topic.
Rank = Callable[[str], Sequence[tuple[str, float]]]

# How sure a part's topic must be: the plainer the join says «and another thing», the less.
_SURE = {Join.FIRST: 0.45, Join.LISTED: 0.4, Join.ADDED: 0.45, Join.JOINED: 0.5, Join.COMMA: 0.6, Join.SENTENCE: 0.55}
_MOST, _MOST_CLAUSES = 3, 8
# The whole message must hear each part's topic among so many.
_HEARD = 4
# Long letters tell one story in many sentences.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class _Part:
    """Clauses of one problem."""

    topic: str
    clauses: tuple[Clause, ...]


class Several:
    """Precision first: a wrong offer costs every resident a press, a missed one costs the desk a line."""

    def __init__(self) -> None:
        self._kin = tuple(frozenset(row.split()) for row in _FILE["one_trouble"])
        self._too_wide = frozenset(_FILE["too_wide"].split())
        self._trouble = tuple(_FILE["trouble"].split())
        self._same_trouble = tuple(word.replace("+", " ") for word in _FILE["same_trouble"].split())

    def problems(self, text: str, rank: Rank, places: Sequence[tuple[int, int]] = ()) -> tuple[Problem, ...]:
        """None or two to three; `places` are where words of places stand, if known better than by capitals."""
        clauses = clauses_of(text)
        if not 1 < len(clauses) <= _MOST_CLAUSES or len(text) > _LONGEST:
            return ()
        parts = self._parts(clauses, rank)
        if not 1 < len(parts) <= _MOST or not self._in_the_whole(text, parts, rank):
            return ()
        words = place_words(text, places)
        return tuple(Problem(_said(text, part, words), part.topic) for part in parts)

    def _parts(self, clauses: Sequence[Clause], rank: Rank) -> list[_Part]:
        """Each clause opens a part of its own, continues the one before, or makes the message one problem."""
        parts: list[_Part] = []
        if clauses[0].join is Join.FIRST and clauses[1].join is Join.LISTED and self._topic(clauses[0], rank)[0]:
            return []  # «Щит мешает: 1. закрывает обзор, 2. поставлен без разрешения»
        for clause in clauses:
            topic, share = self._topic(clause, rank)
            if not parts:
                parts += [_Part(topic, (clause,))] if topic and share >= _SURE[Join.FIRST] else []
            elif self._another(parts, clause, topic, share):
                parts.append(_Part(topic, (clause,)))
            else:
                parts[-1] = _Part(parts[-1].topic, (*parts[-1].clauses, clause))
        return parts

    def _in_the_whole(self, text: str, parts: Sequence[_Part], rank: Rank) -> bool:
        """A topic heard in a part and not in the whole message was misheard; a list is believed as it stands."""
        heard = {topic for topic, _ in rank(text)[:_HEARD]}
        return all(part.topic in heard or part.clauses[0].join is Join.LISTED for part in parts)

    def _topic(self, clause: Clause, rank: Rank) -> tuple[str, float]:
        listed = clause.join is Join.LISTED
        ranking = rank(clause.text) if listed or self._troubles(clause) else ()
        topic, share = ranking[0] if ranking else ("", 0.0)
        return ("", 0.0) if topic in self._too_wide and not listed else (topic, share)

    def _troubles(self, clause: Clause) -> bool:
        """Whether the words name a trouble, not only a place or a thing."""
        return any(word.startswith(self._trouble) for word in fold(clause.text).split())

    def _another(self, parts: Sequence[_Part], clause: Clause, topic: str, share: float) -> bool:
        listed = clause.join is Join.LISTED
        if not topic or share < _SURE[clause.join] or any(topic == part.topic for part in parts):
            return False
        if not listed and self._continues(clause):
            return False
        return not any(self._one_trouble(topic, part.topic, clause.join) for part in parts)

    def _continues(self, clause: Clause) -> bool:
        words = f" {fold(clause.text)} "
        return len(words.split()) < 2 or any(f" {word}" in words for word in self._same_trouble)

    def _one_trouble(self, one: str, other: str, join: Join) -> bool:
        category, second = one.split(".")[0], other.split(".")[0]
        if category == second and category != "utilities":
            return join is not Join.LISTED
        return join not in (Join.LISTED, Join.ADDED) and any(one in row and other in row for row in self._kin)


def _said(text: str, part: _Part, words: Sequence[PlaceWords]) -> str:
    """The part's own words after the words of place that were said elsewhere: «В Бабино мусор не вывозят»."""
    start, end = part.clauses[0].start, part.clauses[-1].end
    own = [one for one in words if start <= one.start < end]
    missing = [one for one in words if not start <= one.start < end and not (own and (one.narrow or _wide(own)))]
    before = [one for one in missing if one.start < start] or ([] if own else missing)
    said = tidy(text[start:end])
    if not before:
        return said[0].upper() + said[1:]
    # The last said holds: «в Бабино яма, в Ерышах темно и не вывозят мусор».
    narrow = [one for one in before if one.narrow][-1:]
    wide = [one for one in before if not one.narrow][-1:]
    opening = " ".join(one.text for one in sorted(wide + narrow, key=lambda one: one.start))
    bare = not (wide + narrow)[0].led
    lower = said if said[1:2].isupper() or any(one.start == start for one in own) else said[0].lower() + said[1:]
    return f"{opening[0].upper()}{opening[1:]}{':' if bare else ''} {lower}"


def _wide(own: Sequence[PlaceWords]) -> bool:
    return any(not one.narrow for one in own)

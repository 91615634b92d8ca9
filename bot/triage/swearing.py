"""Finds obscene words, however disguised, and tells a message that is nothing but abuse."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.triage.disguise import plain_forms, spaced_out, starred, words_of
from bot.triage.place_words import KINDS
from bot.triage.speech import fold

_FILE: dict[str, Any] = tomllib.loads(files("bot.triage").joinpath("swearing.toml").read_text("utf-8"))
# The words of one district are few: this many are remembered.
_REMEMBERED = 20_000
_LETTERS = re.compile(r"[^\W_]+")
_REPEATABLE = re.compile(r"(\[[^\]]+\]|[а-яa-z])(?![?*+{])")


class Swearing:
    """Knows the words of `swearing.toml`; pure, about 0.2 ms a message."""

    def __init__(self) -> None:
        one, hard = _FILE["prefixes"], _FILE["hard_prefixes"]
        patterns = [
            *(one + root for root in _FILE["after_prefix"]),
            *(hard + root for root in _FILE["after_hard_prefix"]),
            *_FILE["whole"],
        ]
        self._russian, self._latin = _any_of(patterns), _any_of(_FILE["latin"]["stems"])
        self._innocent = _any_of([*(f"{one}{word}" for word in _FILE["innocent"]), *_FILE["latin"]["innocent"]])
        self._starred = tuple(_FILE["starred"]["words"].split())
        self._words = frozenset(self._starred)
        self._unless = [(one["stem"], re.compile(one["near"])) for one in _FILE["unless"]]
        self._insult = _any_of(_FILE["insults"]["stems"].split())
        self._empty = frozenset(fold(word) for word in _FILE["empty"]["words"].split())
        self._obscene: Callable[[str], bool] = lru_cache(_REMEMBERED)(self._is_obscene)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """The obscene words as places in the text, from left to right, apart from each other."""
        found = [(start, end) for start, end in words_of(text) if self._meant(text, start, end)]
        found += [span for letters in spaced_out(text) if (span := self._spaced(text, letters))]
        return tuple(_apart(found))

    def is_only_abuse(self, text: str) -> bool:
        """Whether swear words and insults are there and nothing else of substance: «вы все … козлы»."""
        spans = self.spans(text)
        rest = [fold(word.group()) for word in _LETTERS.finditer(masked(text, spans, ""))]
        insults = [word for word in rest if self._insult(word)]
        return bool(spans or insults) and all(word in self._empty or self._insult(word) for word in rest)

    def _spaced(self, text: str, letters: list[tuple[int, int]]) -> tuple[int, int] | None:
        """«П и з д е ц с водой»: the longest known word that the letters begin with, or all of them."""
        said = fold("".join(text[start:end] for start, end in letters))
        if not self._obscene(said):
            return None
        known = [length for length in range(3, len(said) + 1) if said[:length] in self._words]
        return letters[0][0], letters[max(known, default=len(letters)) - 1][1]

    def _meant(self, text: str, start: int, end: int) -> bool:
        word = text[start:end]
        if not self._obscene(word):
            return False
        before = _LETTERS.findall(text[max(0, start - 12) : start])
        if before and fold(before[-1]) in KINDS and word[0].isupper() and not text.isupper():
            return False  # «деревня Хуевка» is a name, whoever gave it
        return not any(fold(word).startswith(stem) and near.search(fold(text)) for stem, near in self._unless)

    def _is_obscene(self, word: str) -> bool:
        folded = fold(word)
        if pattern := starred(folded):
            return any(pattern.fullmatch(one) for one in self._starred)
        if folded.isascii() and self._latin(folded) and not self._innocent(folded):
            return True
        return any(self._russian(form) and not self._innocent(form) for form in plain_forms(folded))


def masked(text: str, spans: Iterable[tuple[int, int]], star: str = "*") -> str:
    """The text with each span shown as its first letter and asterisks: «х***»; an empty `star` takes it out whole."""
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], starred_out(text[start:end], star)]
        done = end
    return "".join([*parts, text[done:]])


def starred_out(word: str, star: str = "*") -> str:
    return word[0] + star * (len("".join(word.split())) - 1) if star else " "


def _any_of(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a word begins with one of them; each letter may be repeated: «бляяять»."""
    repeated = (_REPEATABLE.sub(r"\1+", pattern) for pattern in patterns)
    compiled = re.compile("|".join(f"(?:{one})" for one in repeated))
    return lambda word: compiled.match(word) is not None


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            yield start, end
            done = end

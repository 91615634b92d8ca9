"""Finds a name behind a misspelling: by how it sounds, then by the fewest wrong letters."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words differ by a letter from too many others. A long one may have two letters wrong.
SHORTEST, _LONG = 5, 8
# What is written by ear: unstressed vowels, voiced and voiceless consonants; soft and hard signs are lost.
_BY_EAR = str.maketrans("оеэыябвгджзщ", "аиииипфктшсш", "ьъ")


def sound(key: str) -> str:
    """«Петрищива» and «петрищева» sound alike; so do «рассадники» and «росадники»."""
    heard = key.translate(_BY_EAR)
    return "".join(letter for place, letter in enumerate(heard) if letter != heard[place - 1] or not place)


class Likeness:
    """Built once from all forms of all names of one word."""

    def __init__(self, forms: Iterable[str]) -> None:
        by_letter: dict[str, set[str]] = defaultdict(set)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            if len(form) >= SHORTEST:
                self._by_sound[sound(form)].add(form)
                by_letter[_first(form)].add(form)
        self._by_letter = {letter: sorted(found) for letter, found in by_letter.items()}

    def nearest(self, key: str, *, boldly: bool) -> set[str]:
        """Forms that sound so, or else those with the fewest wrong letters: one, `boldly` two in a long word."""
        alike = self._by_sound.get(sound(key))
        if alike:
            return _closest(key, sorted(alike), len(key))
        if len(key) <= SHORTEST and not boldly:
            return set()
        allowed = 2 if boldly and len(key) >= _LONG else 1
        return _closest(key, self._by_letter.get(_first(key), ()), allowed)


def _closest(key: str, forms: Sequence[str], allowed: int) -> set[str]:
    close = process.extract(key, forms, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return {form for form, distance, _ in close if distance == close[0][1]}


def _first(key: str) -> str:
    """The first letter is seldom wrong, but it may be written by ear."""
    return key[0].translate(_BY_EAR) or key[0]

"""Finds the names of villages in a message, inflected and misspelt."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.appeals.district import Locality
from bot.triage.believing import meant, meant_misspelt
from bot.triage.morphology import Morphology
from bot.triage.name_forms import name_forms
from bot.triage.place_words import KINDS
from bot.triage.speech import Speech, fold

# Shorter words differ by a letter from too many others. A long one may have two letters wrong.
_SHORTEST_MISSPELT, _LONG = 5, 8


@dataclass(frozen=True, slots=True)
class Hit:
    """The words from `first` to before `after` name one of `localities`."""

    first: int
    after: int
    localities: frozenset[Locality]

    def numbers(self) -> range:
        return range(self.first, self.after)


@dataclass(frozen=True, slots=True)
class _Spelling:
    words: tuple[str, ...]
    locality: Locality
    nickname: bool


class Names:
    """Built once from the localities; every form of every name is kept."""

    def __init__(self, localities: Iterable[Locality], morphology: Morphology) -> None:
        self._morphology = morphology
        self._by_word: dict[str, list[_Spelling]] = defaultdict(list)
        by_letter: dict[str, set[str]] = defaultdict(set)
        for locality in localities:
            for name in _called(locality):
                for words in name_forms(name, morphology):
                    self._by_word[words[0]].append(_Spelling(words, locality, nickname=name[0].islower()))
                    if len(words) == 1 and len(words[0]) >= _SHORTEST_MISSPELT:
                        by_letter[words[0][0]].add(words[0])
        self._by_letter = {letter: sorted(forms) for letter, forms in by_letter.items()}

    def find(self, speech: Speech, taken: frozenset[int] = frozenset()) -> list[Hit]:
        """In the order of the text; words in `taken` belong to something else, a street perhaps."""
        hits: list[Hit] = []
        number = 0
        while number < len(speech.words):
            hit = None if number in taken else self._exact(speech, number) or self._misspelt(speech, number)
            if hit is not None:
                hits.append(hit)
            number = hit.after if hit else number + 1
        return hits

    def _exact(self, speech: Speech, number: int) -> Hit | None:
        spellings = [one for one in self._by_word.get(speech.key(number), ()) if _stands(speech, number, one.words)]
        longest = max((len(one.words) for one in spellings), default=0)
        after = number + longest
        localities = frozenset(
            one.locality
            for one in spellings
            if len(one.words) == longest and meant(speech, number, after, self._morphology, nickname=one.nickname)
        )
        return Hit(number, after, localities) if localities else None

    def _misspelt(self, speech: Speech, number: int) -> Hit | None:
        key = speech.key(number)
        if len(key) < _SHORTEST_MISSPELT or not meant_misspelt(speech, number, self._morphology):
            return None
        localities = frozenset(
            spelling.locality
            for form in self._nearest(key)
            for spelling in self._by_word[form]
            if len(spelling.words) == 1
        )
        return Hit(number, number + 1, localities) if localities else None

    def _nearest(self, key: str) -> list[str]:
        """The forms with the fewest wrong letters; people seldom miss the first one."""
        allowed = 2 if len(key) >= _LONG else 1
        forms = self._by_letter.get(key[0], ())
        close = process.extract(key, forms, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [form for form, distance, _ in close if distance == close[0][1]]


def _called(locality: Locality) -> set[str]:
    """Its names; «посёлок ГРЭС» is also called «пос. ГРЭС», so the word of kind is not a part of the name."""
    names = {locality.name, *locality.aliases}
    kindless = {name.partition(" ")[2] for name in names if fold(name.partition(" ")[0]) in KINDS}
    return names | kindless - {""}


def _stands(speech: Speech, number: int, words: tuple[str, ...]) -> bool:
    return all(speech.key(number + step) == word for step, word in enumerate(words))

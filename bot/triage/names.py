"""Finds the names of villages in a message, inflected and misspelt."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality
from bot.triage.believing import Named, heading, is_cue, meant, meant_misspelt
from bot.triage.likeness import SHORTEST, Likeness
from bot.triage.morphology import Kind, Morphology
from bot.triage.name_forms import name_forms
from bot.triage.place_words import INTO, KINDS, TWINS
from bot.triage.speech import Speech, fold, heard
from bot.triage.spellings import Pairs, Spelling


@dataclass(frozen=True, slots=True)
class Hit:
    """The words from `first` to before `after` name one of `localities`; `misspelt` when only nearly so."""

    first: int
    after: int
    localities: frozenset[Locality]
    misspelt: bool = False

    def numbers(self) -> range:
        return range(self.first, self.after)


class Names:
    """Built once from the localities; every form of every name is kept."""

    def __init__(self, localities: Iterable[Locality], morphology: Morphology) -> None:
        self._morphology = morphology
        self._by_word: dict[str, list[Spelling]] = defaultdict(list)
        self._pairs = Pairs()
        for locality in localities:
            for name, short in _called(locality).items():
                self._keep(name, locality, short=short)
        self._likeness = Likeness(
            one.words[0] for found in self._by_word.values() for one in found if len(one.words) == 1
        )

    def _keep(self, name: str, locality: Locality, *, short: bool) -> None:
        plain = tuple(token.key for token in heard(name).words)
        for words in name_forms(name, self._morphology):
            spelling = Spelling(words, locality, name[0].islower(), nominative=words == plain, short=short)
            self._by_word[words[0]].append(spelling)
            if len(words) == 2:
                self._pairs.keep(spelling)

    def find(self, speech: Speech, taken: frozenset[int] = frozenset()) -> list[Hit]:
        """In the order of the text; words in `taken` belong to something else, a street perhaps."""
        hits: list[Hit] = []
        number = 0
        while number < len(speech.words):
            hit = None if number in taken else self._at(speech, number, taken)
            if hit is not None:
                hits.append(hit)
            number = hit.after if hit else number + 1
        return hits

    def _at(self, speech: Speech, number: int, taken: frozenset[int]) -> Hit | None:
        return self._exact(speech, number, taken) or self._pair(speech, number) or self._misspelt(speech, number, taken)

    def _exact(self, speech: Speech, number: int, taken: frozenset[int]) -> Hit | None:
        spellings = [one for one in self._by_word.get(speech.key(number), ()) if _stands(speech, number, one.words)]
        longest = max((len(one.words) for one in spellings), default=0)
        after = number + longest
        if longest == 1 and _of_twin(speech, number):
            return None
        believed = [
            one
            for one in spellings
            if len(one.words) == longest and meant(speech, self._named(one, number, after, taken), self._morphology)
        ]
        localities = frozenset(one.locality for one in believed if not one.short) or _of(believed)
        return Hit(number, after, localities) if localities else None

    def _named(self, one: Spelling, first: int, after: int, taken: frozenset[int]) -> Named:
        return Named(first, after, nickname=one.nickname, nominative=one.nominative, before_street=after in taken)

    def _pair(self, speech: Speech, number: int) -> Hit | None:
        first, second = speech.key(number), speech.key(number + 1)
        if not second or speech.gap(number + 1).strip() not in {"", "-"}:
            return None
        found = frozenset(one.locality for one in self._pairs.nearest(first, second))
        unknown = (
            Kind.UNKNOWN in (self._morphology.word(first).kind, self._morphology.word(second).kind) if found else 0
        )
        return Hit(number, number + 2, found, misspelt=True) if found and unknown else None

    def _misspelt(self, speech: Speech, number: int, taken: frozenset[int]) -> Hit | None:
        key = speech.key(number)
        if len(key) < SHORTEST or _of_twin(speech, number) or not meant_misspelt(speech, number, self._morphology):
            return None
        boldly = is_cue(speech, number, before_street=number + 1 in taken)
        if not boldly and not _at_edge(speech, number):
            return None
        found = [
            spelling
            for form in self._likeness.nearest(key, boldly=boldly)
            for spelling in self._by_word[form]
            if len(spelling.words) == 1
        ]
        # «Д. Абрамовак» is Абрамовка rather than a case of Абрамово.
        plain = boldly and speech.key(number - 1) not in INTO
        localities = (plain and _of(one for one in found if one.nominative)) or _of(found)
        return Hit(number, number + 1, localities, misspelt=True) if localities else None


def _of(spellings: Iterable[Spelling]) -> frozenset[Locality]:
    return frozenset(one.locality for one in spellings)


def _called(locality: Locality) -> dict[str, bool]:
    """Its names, and whether one is shortened: «посёлок ГРЭС» is also called «пос. ГРЭС», without its word of kind."""
    names = dict.fromkeys((locality.name, *locality.aliases), False)
    kindless = [name.partition(" ")[2] for name in names if fold(name.partition(" ")[0]) in KINDS]
    return dict.fromkeys(filter(None, kindless), True) | names


def _stands(speech: Speech, number: int, words: tuple[str, ...]) -> bool:
    return all(speech.key(number + step) == word for step, word in enumerate(words))


def _of_twin(speech: Speech, number: int) -> bool:
    """«Новая Купавна» where only Купавна is known: another place."""
    return speech.key(number - 1) in TWINS and not speech.gap(number).strip()


def _at_edge(speech: Speech, number: int) -> bool:
    """Where people put the name of a village without any other sign: «зулужье нет света»."""
    return number in (0, len(speech.words) - 1) or heading(speech, number, number + 1)

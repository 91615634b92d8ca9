"""Finds streets and houses in a message: «ул. Советская, 12», «на советской 12», «дом 5»."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality
from bot.triage.address import Span
from bot.triage.believing import describes
from bot.triage.morphology import Kind, Morphology
from bot.triage.name_forms import name_forms
from bot.triage.place_words import HOUSES, STREETS, counts_things
from bot.triage.speech import Speech

_NUMBER = re.compile(r"\d{1,3}[а-я]?")


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    words: tuple[str, ...]
    locality: Locality


class Streets:
    """Built once from the streets of the district file; a street it does not have is found by its «ул.»."""

    def __init__(self, localities: Iterable[Locality], morphology: Morphology) -> None:
        self._morphology = morphology
        self._by_word: dict[str, list[_Known]] = defaultdict(list)
        for locality in localities:
            for street in locality.streets:
                # «Максима Горького» is called «Горького».
                for name in {street, street.split()[-1]}:
                    for words in name_forms(name, morphology):
                        self._by_word[words[0]].append(_Known(street, words, locality))

    def find(self, speech: Speech) -> list[Span]:
        spans: list[Span] = []
        number = 0
        while number < len(speech.words):
            span = self._street(speech, number) or _house_alone(speech, number)
            if span is not None:
                spans.append(span)
            number = span.after if span else number + 1
        return spans

    def _street(self, speech: Speech, number: int) -> Span | None:
        called = speech.key(number) in STREETS
        start = number + 1 if called else number
        known = self._known(speech, start)
        after = start + max((len(one.words) for one in known), default=0)
        turned = not called and bool(known) and speech.key(after) in STREETS
        if not called and not turned and not (known and self._said_bare(speech, start, after)):
            return None
        if called and not known:
            after = _unknown_name(speech, start)
        if after == start:
            return None
        return _with_house(speech, number, after + turned, known, as_said=called or turned)

    def _known(self, speech: Speech, start: int) -> list[_Known]:
        """The longest of the file's streets that stand there."""
        found = [
            one
            for one in self._by_word.get(speech.key(start), ())
            if all(speech.key(start + step) == word for step, word in enumerate(one.words))
        ]
        longest = max((len(one.words) for one in found), default=0)
        return [one for one in found if len(one.words) == longest]

    def _said_bare(self, speech: Speech, start: int, after: int) -> bool:
        """A street without «улица»: «на Советской», «по центральной», «Советская 12»."""
        adjective = self._morphology.word(speech.key(start)).kind is Kind.ADJECTIVE
        if not (adjective or speech.words[start].capital) or describes(speech, after, self._morphology):
            return False
        return speech.key(start - 1) in {"на", "по"} or _house_after(speech, after) > after


def _unknown_name(speech: Speech, start: int) -> int:
    """Where the name of a street that the file does not have ends: «Лесная», «Карла Маркса», «50 лет Октября»."""
    after = start
    while after < min(start + 3, len(speech.words)):
        token = speech.words[after]
        joined = speech.gap(after).strip() in ({"", ".", "«"} if after == start else {""})
        if not joined or not (token.capital or (after == start and token.key.isdigit())):
            break
        after += 1
    return after if any(word.capital for word in speech.words[start:after]) else start


def _with_house(speech: Speech, first: int, end: int, known: list[_Known], *, as_said: bool) -> Span:
    after = _house_after(speech, end)
    localities = frozenset(one.locality for one in known)
    if as_said:
        return Span(first, after, speech.said(first, after), localities)
    house = speech.said(end, after) if after > end else ""
    return Span(first, after, ", ".join(part for part in (known[0].name, house) if part), localities)


def _house_after(speech: Speech, number: int) -> int:
    """Where the house that stands at `number` ends; `number` itself when there is none."""
    start = number + 1 if speech.key(number) in HOUSES else number
    if not _NUMBER.fullmatch(speech.key(start)) or counts_things(speech.key(start + 1)):
        return number
    fraction = speech.gap(start + 1).strip() in {"/", "-"} and _NUMBER.fullmatch(speech.key(start + 1))
    return start + 2 if fraction else start + 1


def _house_alone(speech: Speech, number: int) -> Span | None:
    if speech.key(number) not in HOUSES:
        return None
    after = _house_after(speech, number)
    return Span(number, after, speech.said(number, after)) if after > number else None

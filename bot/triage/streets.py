"""Finds streets and houses in a message: «ул. Советская, 12», «на советской 12», «дом 5»."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality
from bot.triage.address import Span
from bot.triage.believing import describes
from bot.triage.houses import House, house_at
from bot.triage.morphology import Kind, Morphology
from bot.triage.name_forms import name_forms
from bot.triage.place_words import HOUSES, STREET_KINDS, STREETS
from bot.triage.speech import Speech

_LONGEST_UNKNOWN = 3
# The gender in which a street's adjective stands: «улица Лесная», «переулок Лесной», «шоссе Лесное».
_GENDERS = {"улица": "femn", "площадь": "femn", "набережная": "femn", "шоссе": "neut"}


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
            after = self._unknown_name(speech, start)
        if after == start:
            return None
        kind = STREET_KINDS.get(speech.key(number if called else after), "улица")
        name = known[0].name if known else self._nominative(speech, start, after, kind)
        return _with_house(speech, number, after + turned, known, name, as_said=called or turned)

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
        """A street without «улица»: «на Советской», «по центральной», «Советская 12», «на строителей 22а»."""
        house, led = house_at(speech, after), speech.key(start - 1) in {"на", "по"}
        adjective = self._morphology.word(speech.key(start)).kind is Kind.ADJECTIVE
        if not (adjective or speech.words[start].capital):
            return house is not None and (speech.key(after) in HOUSES or (led and not house.number.isdigit()))
        return not describes(speech, after, self._morphology) and (led or house is not None)

    def _unknown_name(self, speech: Speech, start: int) -> int:
        """Where the name of a street that the file does not have ends: «Лесная», «Карла Маркса», «50 лет Октября»."""
        after = start
        while after < min(start + _LONGEST_UNKNOWN, len(speech.words)):
            token = speech.words[after]
            joined = speech.gap(after).strip() in ({"", ".", "«"} if after == start else {""})
            jubilee = token.key.isdigit() if after == start else token.key == "лет"
            if not joined or not (token.capital or jubilee) or (after > start and token.key in HOUSES | STREETS):
                break
            after += 1
        if any(word.capital for word in speech.words[start:after]):
            return after
        # «Ул лесная 5»: small letters are a name where a house follows an abbreviation.
        small = len(speech.key(start - 1)) <= 3 and len(speech.key(start)) > 3 and house_at(speech, start + 1)
        return start + 1 if small else start

    def _nominative(self, speech: Speech, start: int, after: int, kind: str) -> str:
        """«Улице Лесной» → «Лесная»; a name in the genitive («Ленина») stays."""
        words = speech.said(start, after).split()
        if len(words) == 1 and self._morphology.word(speech.key(start)).kind is Kind.ADJECTIVE:
            adjective = self._morphology.adjective(speech.key(start), _GENDERS.get(kind, "masc"))
            words = [adjective or words[0]]
        name = " ".join(word[0].upper() + word[1:] if len(words) == 1 else word for word in words)
        return name if kind == "улица" else f"{kind} {name}"


def _with_house(speech: Speech, first: int, end: int, known: list[_Known], name: str, *, as_said: bool) -> Span:
    house = house_at(speech, end) or House(end, "")
    localities = frozenset(one.locality for one in known)
    if as_said:
        return Span(first, house.after, speech.said(first, house.after), localities, name, house.number)
    said = speech.said(end, house.after) if house.after > end else ""
    shown = ", ".join(part for part in (known[0].name, said) if part)
    return Span(first, house.after, shown, localities, name, house.number)


def _house_alone(speech: Speech, number: int) -> Span | None:
    house = house_at(speech, number) if speech.key(number) in HOUSES else None
    if house is None:
        return None
    # «В доме 5» is shown as «дом 5».
    shown = f"дом {house.number}" if speech.key(number).startswith("дом") else speech.said(number, house.after)
    return Span(number, house.after, shown, house=house.number)

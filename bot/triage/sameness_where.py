"""The places that a message names, and how well the places of two messages agree."""

from dataclasses import dataclass
from enum import Enum

from bot.triage.believing import describes
from bot.triage.morphology import Kind, Morphology
from bot.triage.place_words import BY_LANDMARK, HOUSES, INTO, KINDS, LANDMARKS, STREETS, counts_things
from bot.triage.sameness_rules import Rules
from bot.triage.speech import Speech, heard

_ON = frozenset({"на", "по", "с", "вдоль"})
_OF_LANDMARK = BY_LANDMARK | {"около", "при", "через", "про"}
_BUSES = ("автобус", "маршрут", "рейс", "электрич")
_ENTRANCES = ("подъезд", "парадн")
# A preposition and perhaps one adjective may stand before a landmark.
_BACK = 2

Name = frozenset[str]


class Agreement(Enum):
    """How one detail of the place compares."""

    SAME = "both say the same"
    DIFFERENT = "they say different things"
    HALF = "only one says it"
    NONE = "nobody says it"


@dataclass(frozen=True, slots=True)
class Scene:
    """Each name is the set of forms of its word; `words` are all the words of the message in the same way."""

    localities: frozenset[Name] = frozenset()
    streets: frozenset[Name] = frozenset()
    houses: frozenset[str] = frozenset()
    landmarks: frozenset[str] = frozenset()
    buses: frozenset[str] = frozenset()
    entrances: frozenset[str] = frozenset()
    words: frozenset[Name] = frozenset()


def scene(speech: Speech, street: str, house: str, locality: str | None, morphology: Morphology, rules: Rules) -> Scene:
    """What triage read goes first; the words add what the district file does not know."""
    forms = [morphology.word(token.key).lemmas | {token.key} for token in speech.words]
    streets, localities = _proper(speech, forms, morphology)
    told = _names(locality or "", morphology)
    known = _names(street, morphology)
    return Scene(
        localities=told or frozenset(one for one in localities if not known or not _known(one, known)),
        streets=known or frozenset(streets),
        houses=frozenset({house.lower()}) if house else _houses(speech),
        landmarks=_landmarks(speech, forms, rules),
        buses=_numbered(speech, _BUSES),
        entrances=_numbered(speech, _ENTRANCES, rules.ordinals),
        words=frozenset(forms),
    )


def localities_agree(one: Scene, other: Scene) -> Agreement:
    return _agree(one.localities, other.localities, one.words | one.streets, other.words | other.streets)


def streets_agree(one: Scene, other: Scene) -> Agreement:
    return _agree(one.streets, other.streets, one.words, other.words)


def sets_agree(one: frozenset[str], other: frozenset[str]) -> Agreement:
    """For houses, entrances, landmarks and buses."""
    if not one or not other:
        return Agreement.HALF if one or other else Agreement.NONE
    return Agreement.SAME if one & other else Agreement.DIFFERENT


def _agree(
    one: frozenset[Name], other: frozenset[Name], words: frozenset[Name], other_words: frozenset[Name]
) -> Agreement:
    """A name said by one side is looked for among all the words of the other, whatever they seem to be there."""
    if any(_known(name, other_words | other) for name in one) or any(_known(name, words | one) for name in other):
        return Agreement.SAME
    if one and other:
        return Agreement.DIFFERENT
    return Agreement.HALF if one or other else Agreement.NONE


def _known(name: Name, among: frozenset[Name]) -> bool:
    return any(name & there or _alike(name, there) for there in among)


def _alike(one: Name, other: Name) -> bool:
    """«Ерыши» and «Ерышах», which no dictionary brings together."""
    for word in one:
        for there in other:
            least = max(4, min(len(word), len(there)) - 2)
            if word[:least] == there[:least] and abs(len(word) - len(there)) <= 3:
                return True
    return False


def _names(words: str, morphology: Morphology) -> frozenset[Name]:
    kept = [token.key for token in heard(words).words if token.key not in KINDS | STREETS and not token.key.isdigit()]
    return frozenset(frozenset(morphology.word(key).lemmas | {key}) for key in kept if len(key) > 2)


def _proper(speech: Speech, forms: list[frozenset[str]], morphology: Morphology) -> tuple[set[Name], set[Name]]:
    """Streets and localities by how they stand: «по Смирнова», «Мира 7», «в Ивановке», «Ерыши, …»."""
    streets: set[Name] = set()
    localities: set[Name] = set()
    for number, token in enumerate(speech.words):
        before = speech.key(number - 1)
        if len(token.key) < 3 or not token.capital or token.key in STREETS | KINDS:
            continue
        common = morphology.word(token.key).kind is Kind.COMMON
        if before in STREETS or speech.key(number + 1) in STREETS or _house_at(speech, number + 1):
            streets.add(forms[number])
        elif before in _ON:
            (streets if token.key.endswith(("ой", "ому", "а", "ей")) else localities).add(forms[number])
        elif before in INTO | KINDS:
            localities.add(forms[number])
        elif not common and (not speech.starts_sentence(number) or _stands_alone(speech, number, morphology)):
            adjective = morphology.word(token.key).kind is Kind.ADJECTIVE and token.key.endswith(("ая", "ой"))
            (streets if adjective else localities).add(forms[number])
    return streets, localities


def _stands_alone(speech: Speech, number: int, morphology: Morphology) -> bool:
    """A first word that is a name and describes nothing: «Озёрный без света», but not «Огромный мусорный бак»."""
    kind = morphology.word(speech.key(number)).kind
    apart = len(speech.words) > number + 1 and not describes(speech, number + 1, morphology)
    return kind in (Kind.PLACE, Kind.SURNAME) or (kind is Kind.ADJECTIVE and apart)


def _houses(speech: Speech) -> frozenset[str]:
    """Numbers after «д.», «дом» or a name with a capital letter."""
    found = set()
    for number, token in enumerate(speech.words):
        if not number or not _house_at(speech, number):
            continue
        before = speech.key(number - 1)
        named = speech.words[number - 1].capital and not before.startswith((*_BUSES, *_ENTRANCES))
        if before in HOUSES or named:
            found.add(token.key)
    return frozenset(found)


def _house_at(speech: Speech, number: int) -> bool:
    """«Мира 7, яма» is a house, «Мира 3 дня» and «Мира 5 ям» are not."""
    number += speech.key(number) in HOUSES
    key, after = speech.key(number), speech.key(number + 1)
    counts = counts_things(after) and not speech.gap(number + 1).strip()
    return key[:1].isdigit() and len(key) <= 4 and not counts


def _landmarks(speech: Speech, forms: list[frozenset[str]], rules: Rules) -> frozenset[str]:
    """Each by the first word of its line of synonyms; a thing without «у», «за», «возле» is no landmark."""
    single = (rules.landmarks | {one for one in LANDMARKS if " " not in one}) - rules.not_landmarks
    called = {word: line[0] for line in rules.also for word in line}
    found = set()
    for number, words in enumerate(forms):
        near = {speech.key(number - back) for back in range(1, _BACK + 1)}
        if not near & _OF_LANDMARK:
            continue
        pair = next((f for f in called if "+" in f and _runs(f, forms, number)), "")
        for word in {pair} if pair else words & (single | set(called)):
            found.add(called.get(word, word))
    return frozenset(found)


def _runs(pair: str, forms: list[frozenset[str]], number: int) -> bool:
    first, second = pair.split("+")
    return first in forms[number] and number + 1 < len(forms) and second in forms[number + 1]


def _numbered(speech: Speech, stems: tuple[str, ...], ordinals: tuple[str, ...] = ()) -> frozenset[str]:
    """The numbers beside such a word: «автобус № 12», «12-й автобус», «подъезд 2»."""
    found = set()
    for number, token in enumerate(speech.words):
        if token.key.startswith(stems):
            after, before, earlier = (_as_number(speech.key(number + step), ordinals) for step in (1, -1, -2))
            joined = len(speech.key(number - 1)) <= 2
            found.add(after or before or (earlier if joined else ""))
    return frozenset(found - {""})


def _as_number(key: str, ordinals: tuple[str, ...]) -> str:
    if key.isdigit():
        return key
    return next((str(value) for value, stem in enumerate(ordinals, start=1) if key.startswith(stem)), "")

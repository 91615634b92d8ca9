"""Whether a message is about another district: «в Смоленске на Ленина», but not «автобус до Смоленска»."""

from collections.abc import Collection, Iterable

from bot.appeals.district import Locality, Neighbour
from bot.triage.believing import alone, heading
from bot.triage.morphology import Kind, Morphology
from bot.triage.names import Hit
from bot.triage.place_words import FAR, KINDS, STREETS, TOWARDS, is_of_travel
from bot.triage.speech import Speech

_IN = frozenset({"в", "во"})


def places_of(neighbours: Iterable[Neighbour]) -> tuple[Locality, ...]:
    """What our residents call a neighbour by; `settlement` is the neighbour's name, which no code of ours can be."""
    return tuple(Locality(name, "", one.name) for one in neighbours for name in (one.name, *one.places))


def is_there(speech: Speech, first: int, after: int, morphology: Morphology) -> bool:
    """Whether the trouble is in the place that those words name, and not on the way to it."""
    before = speech.key(first - 1)
    if speech.starts_sentence(first) and (heading(speech, first, after) or speech.key(after) in STREETS):
        return True
    if before in KINDS and (before not in TOWARDS or speech.gap(first).startswith(".")):
        return speech.key(first - 2) not in TOWARDS - _IN
    if before in _IN:
        return _rests(speech, after - 1, morphology) or not any(is_of_travel(token.key) for token in speech.words)
    return alone(speech, first, after)


def _rests(speech: Speech, number: int, morphology: Morphology) -> bool:
    """«В Смоленске» is where, «в Смоленск» where to."""
    word = morphology.word(speech.key(number))
    cases = {case for case, _, _ in word.nouns | word.adjectives}
    return bool(cases & {"loct", "loc2"}) and "accs" not in cases


def neighbour_named(speech: Speech, hits: Iterable[Hit], morphology: Morphology) -> str:
    """The neighbour that a message is about; empty when it is about none."""
    for hit in hits:
        if is_there(speech, hit.first, hit.after, morphology):
            return min(one.settlement for one in hit.localities)
    return ""


def is_foreign(speech: Speech, taken: Collection[int], morphology: Morphology) -> bool:
    """Whether it is about a town that the dictionary knows and the district file does not: «в Москве»."""
    return any(
        token.capital
        and number not in taken
        and _is_town(speech, number, morphology)
        and is_there(speech, number - 1 if speech.gap(number) == "-" else number, number + 1, morphology)
        for number, token in enumerate(speech.words)
    )


def _is_town(speech: Speech, number: int, morphology: Morphology) -> bool:
    word = morphology.word(speech.key(number))
    if word.kind is Kind.UNKNOWN:
        # «Десногорск, ул. Строителей 4»: whatever it is, a street of ours does not make it ours.
        return speech.key(number + 1) in STREETS
    return word.place and word.kind in {Kind.PLACE, Kind.SURNAME} and not word.lemmas & FAR

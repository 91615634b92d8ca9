"""Finds landmarks in a message: «у магазина», «за Сбербанком», «рядом с домом культуры»."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality
from bot.triage.address import Span
from bot.triage.morphology import Kind, Morphology
from bot.triage.place_words import BY_LANDMARK, EVERYWHERE, LANDMARKS, TOO_PLAIN
from bot.triage.speech import Speech, heard

# «У старого кирпичного магазина»: so many words may describe it.
_DESCRIBED = 2
# The longest name in quotation marks that is shown with it.
_QUOTED = 4


@dataclass(frozen=True, slots=True)
class _Landmark:
    """`words` are sets of dictionary forms; `head` is the one that stands for the whole: «стадион»."""

    words: tuple[frozenset[str], ...]
    head: frozenset[str]
    locality: Locality | None


class Landmarks:
    """Built once from the landmarks of the district file and the things that stand in every village."""

    def __init__(self, localities: Iterable[Locality], morphology: Morphology) -> None:
        self._morphology = morphology
        self._by_word: dict[str, list[_Landmark]] = defaultdict(list)
        for name in LANDMARKS:
            self._keep(name, None)
        for locality in localities:
            for name in locality.landmarks:
                self._keep(name, locality)

    def find(self, speech: Speech) -> list[Span]:
        spans: list[Span] = []
        for number, token in enumerate(speech.words):
            if token.key in BY_LANDMARK and (span := self._after_preposition(speech, number)):
                spans.append(span)
        return spans

    def _keep(self, name: str, locality: Locality | None) -> None:
        words = tuple(self._forms(token.key) for token in heard(name).words)
        kinds = [self._morphology.word(token.key).kind for token in heard(name).words]
        nouns = [forms for forms, kind in zip(words, kinds, strict=True) if kind is not Kind.ADJECTIVE]
        landmark = _Landmark(words, (nouns or list(words))[0], locality)
        for form in words[0] | (landmark.head - TOO_PLAIN):
            self._by_word[form].append(landmark)

    def _forms(self, key: str) -> frozenset[str]:
        return self._morphology.word(key).lemmas | {key}

    def _after_preposition(self, speech: Speech, number: int) -> Span | None:
        start = number + 2 if speech.key(number + 1) in {"с", "со", "от"} else number + 1
        for noun in range(start, start + _DESCRIBED + 1):
            width, localities = self._named(speech, noun)
            if width and self._oblique(speech, noun, noun + width):
                after = _with_quoted(speech, noun + width)
                said = speech.said(number, after)
                # «За Финляндским вокзалом», «у стадиона «Труд»»: perhaps another one than ours.
                told_apart = noun > start or after > noun + width
                vague = width == 1 and (told_apart or bool(self._forms(speech.key(noun)) & EVERYWHERE))
                return Span(number, after, said[0].lower() + said[1:], localities, vague=vague)
            if not self._morphology.word(speech.key(noun)).adjectives:
                return None
        return None

    def _named(self, speech: Speech, noun: int) -> tuple[int, frozenset[Locality]]:
        """How many words name a landmark there, and which localities have one of that name."""
        said = self._forms(speech.key(noun))
        here = {id(one): one for form in said for one in self._by_word.get(form, ())}.values()
        full = [one for one in here if self._stands(speech, noun, one)]
        width = max((len(one.words) for one in full), default=0)
        if width <= 1:
            by_head = [one for one in here if one.head & said and not one.head & TOO_PLAIN]
            full, width = (full + by_head, 1) if full or by_head else ([], 0)
        return width, frozenset(
            one.locality for one in full if one.locality and (width == 1 or len(one.words) == width)
        )

    def _stands(self, speech: Speech, noun: int, landmark: _Landmark) -> bool:
        return all(
            forms & self._forms(speech.key(noun + step)) for step, forms in enumerate(landmark.words) if forms
        ) and noun + len(landmark.words) <= len(speech.words)

    def _oblique(self, speech: Speech, first: int, after: int) -> bool:
        """«В школе», but not «в школу»: there the thing is only on the way."""
        words = [self._morphology.word(speech.key(number)) for number in range(first, after)]
        shapes = {shape for word in words for shape in word.nouns}
        unknown = any(word.kind is Kind.UNKNOWN for word in words)
        return unknown or any(case not in {"nomn", "accs"} for case, _, _ in shapes)


def _with_quoted(speech: Speech, after: int) -> int:
    """Takes in a name in quotation marks: «у магазина «Магнит»»."""
    if not set(speech.gap(after)) & set('«"“'):
        return after
    for number in range(after + 1, min(after + _QUOTED, len(speech.words)) + 1):
        if set(speech.gap(number)) & set('»"”') or number == len(speech.words):
            return number
    return after

"""Tells the topic of a message by the words of `topic_words.toml`: plain, readable, and honest about doubt."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot.appeals.topics import Topic
from bot.triage.morphology import Morphology
from bot.triage.place_words import BESIDE
from bot.triage.speech import Speech, heard

# Topic codes with their scores, best first.
Ranking = list[tuple[str, float]]
# Topic code → «certain», «strong» and «weak» → entries.
TopicWords = Mapping[str, Mapping[str, Sequence[str]]]

_WEIGHTS = {"certain": 9.0, "strong": 3.0, "weak": 1.0}
# Each further word makes a phrase more telling, and they may stand so far from side by side.
_NEXT_WORD, _SLACK = 1.0, 5
# People name the trouble first and tell the story after: later words count half.
_FIRST_WORDS, _LATER = 30, 0.5
# «Яма у школы» is not about the school.
_LANDMARK = 0.5

# The first topic is taken unasked when it holds this share of all that was heard, doubt included;
# a rival of the same category speaks half for it, because the same desk gets it.
_SURE, _DOUBT, _SAME_CATEGORY = 0.545, 1.5, 0.5


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One entry: each part is a choice of words, and all parts must stand near each other."""

    topic: str
    parts: tuple[str, ...]
    weight: float


class TopicRanker:
    """Ranks the district's topics; those without entries are known weakly by the words of their names."""

    def __init__(self, morphology: Morphology, topics: Mapping[str, Topic], entries: TopicWords | None = None) -> None:
        self._morphology = morphology
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        # A word, or the beginning of one, → the parts of phrases that it stands for.
        self._words: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        for phrase in self._phrases(topics, packaged_words() if entries is None else entries):
            self._by_first[phrase.parts[0]].append(phrase)
            for part in phrase.parts:
                for choice in part.split("/"):
                    (self._stems if choice.endswith("*") else self._words)[choice.rstrip("*")].add(part)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})

    def rank(self, speech: Speech, without: Collection[int] = frozenset()) -> Ranking:
        """Empty when no word of the file was met; words numbered in `without` name places and are passed over."""
        met = self._met(speech, without)
        beside = _beside(speech, self._morphology)
        scores: dict[str, float] = defaultdict(float)
        for part in met:
            for phrase in self._by_first.get(part, ()):
                places = [met.get(one, []) for one in phrase.parts]
                if _near(places):
                    aside = any(beside.issuperset(one) for one in places)
                    weight = min(phrase.weight, _LANDMARK) if aside else phrase.weight
                    scores[phrase.topic] += weight * (1 if places[0][0] < _FIRST_WORDS else _LATER)
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

    def _met(self, speech: Speech, without: Collection[int]) -> dict[str, list[int]]:
        """Each part of a phrase → the numbers of the words that stand for it."""
        met: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(speech.words):
            if number in without:
                continue
            parts: set[str] = set()
            for form in self._morphology.word(token.key).lemmas | {token.key}:
                parts |= self._words.get(form, set())
            for length in self._stem_lengths:
                parts |= self._stems.get(token.key[:length], set())
            for part in parts:
                met[part].append(number)
        return met

    def _phrases(self, topics: Mapping[str, Topic], entries: TopicWords) -> Iterator[_Phrase]:
        for code, topic in topics.items():
            levels = entries.get(code) or {"weak": self._own_words(topic.name)}
            for level, weight in _WEIGHTS.items():
                for entry in dict.fromkeys(levels.get(level, ())):
                    parts = tuple(entry.split())
                    yield _Phrase(code, parts, weight + _NEXT_WORD * (len(parts) - 1))

    def _own_words(self, name: str) -> list[str]:
        words = (self._morphology.word(token.key) for token in heard(name).words if len(token.key) > 3)
        return ["/".join(sorted(word.lemmas)) for word in words]


def is_sure(ranking: Ranking) -> bool:
    """Whether the first of the ranking may be taken without asking."""
    if not ranking:
        return False
    (best, score), *rivals = ranking
    category = best.split(".")[0]
    kin = sum(rival for code, rival in rivals if code.split(".")[0] == category)
    total = sum(value for _, value in ranking)
    return score + _SAME_CATEGORY * kin >= _SURE * (total + _DOUBT)


def packaged_words() -> TopicWords:
    """The file beside this module."""
    words: TopicWords = tomllib.loads(files("bot.triage").joinpath("topic_words.toml").read_text("utf-8"))
    return words


def _beside(speech: Speech, morphology: Morphology) -> frozenset[int]:
    """The words that only say where: «у школы», «напротив детского сада»."""
    numbers = set()
    for number, word in enumerate(speech.words, start=1):
        if word.key in BESIDE:
            described = morphology.word(speech.key(number)).adjectives
            numbers |= {number, number + 1} if described else {number}
    return frozenset(numbers)


def _near(places: Iterable[Sequence[int]]) -> bool:
    """Whether each part has a word of its own near the first part's."""
    first, *rest = places
    width = len(rest) + _SLACK
    return not rest or any(
        all(any(0 < abs(number - start) <= width for number in numbers) for numbers in rest) for start in first
    )

"""Finds the phrases of word files in a message: words in every form, misspelt as they sound, near each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.triage.morphology import Kind, Morphology
from bot.triage.speech import Speech

# A phrase of two parts may be spread over so many words; each further part allows one more.
_SLACK = 4
# The end of a sentence, or a «но», keeps words apart as this many words between them would.
_PAUSE = 3
_TURNS = frozenset({"но", "а", "однако", "зато"})

# «Правада аборвана»: how a word that the dictionary does not know may have been meant.
_SOUNDS = str.maketrans(
    {"о": "а", "е": "и", "я": "и", "э": "и", "ы": "и", "й": "и", "ь": None, "ъ": None, "щ": "ш", "ю": "у"}
)

_SET = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a file: all parts must be met; a part is a choice of runs; the words of a run stand side by side.

    «дерево упасть+на дом/сарай» has the parts «дерево», «упасть+на» and «дом/сарай».
    """

    parts: tuple[tuple[tuple[str, ...], ...], ...]
    # The first words of each part's runs: nearly every phrase is told by them not to be there.
    heads: tuple[frozenset[str], ...]

    def words(self) -> Iterator[str]:
        for part in self.parts:
            for run in part:
                yield from run


@dataclass(frozen=True, slots=True)
class Met:
    """The words of the vocabulary in one message: the numbers of the words they stand at, in order.

    `along` places every word of the message on a line where pauses take room too.
    """

    numbers: Mapping[str, Sequence[int]]
    along: Sequence[int]

    def find(self, phrase: Phrase) -> Iterator[frozenset[int]]:
        """The numbers of the words that make the phrase, once for each place where it stands."""
        if any(heads.isdisjoint(self.numbers) for heads in phrase.heads):
            return
        first, *rest = [list(self._runs(part)) for part in phrase.parts]
        width = len(rest) + _SLACK
        for start in first:
            claimed = set(start)
            for runs in rest:
                near = [run for run in runs if not claimed & set(run) and self.apart(start, run) <= width]
                if not near:
                    break
                claimed |= set(min(near, key=lambda run: self.apart(start, run)))
            else:
                yield frozenset(claimed)

    def apart(self, one: Iterable[int], other: Iterable[int]) -> int:
        """How many words lie between the nearest words of the two, plus one."""
        there = [self.along[number] for number in other]
        return min(abs(self.along[number] - place) for number in one for place in there)

    def _runs(self, part: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, ...]]:
        for first, *others in part:
            for number in self.numbers.get(first, ()):
                if all(number + step in self.numbers.get(word, ()) for step, word in enumerate(others, start=1)):
                    yield tuple(range(number, number + 1 + len(others)))


class Vocabulary:
    """All the words that some phrases are made of, found in one pass over a message."""

    def __init__(self, morphology: Morphology, phrases: Iterable[Phrase]) -> None:
        self._morphology = morphology
        # How a word looks in the message → the entries that it stands for; and the same for unknown words, by sound.
        self._words: dict[str, set[str]] = defaultdict(set)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._stem_sounds: dict[str, set[str]] = defaultdict(set)
        for word in {word for phrase in phrases for word in phrase.words()}:
            self._keep(word)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._sound_lengths = sorted({len(stem) for stem in self._stem_sounds})

    def listen(self, speech: Speech) -> Met:
        numbers: dict[str, list[int]] = defaultdict(list)
        along: list[int] = []
        place = 0
        for number, token in enumerate(speech.words):
            pause = number > 0 and (speech.starts_sentence(number) or token.key in _TURNS)
            place += 1 + _PAUSE * pause
            along.append(place)
            for entry in self._entries(token.key):
                numbers[entry].append(number)
        return Met(numbers, along)

    def _keep(self, word: str) -> None:
        if word.startswith("="):
            self._exact[word[1:]].add(word)
        elif word.endswith("*"):
            self._stems[word[:-1]].add(word)
            self._stem_sounds[_sound(word[:-1])].add(word)
        else:
            self._words[word].add(word)
            self._sounds[_sound(word)].add(word)

    def _entries(self, key: str) -> set[str]:
        known = self._morphology.word(key)
        found = set(self._exact.get(key, ()))
        for form in known.lemmas | {key}:
            found |= self._words.get(form, set())
        for length in self._lengths:
            found |= self._stems.get(key[:length], set())
        return found | self._by_sound(key, known.lemmas) if known.kind is Kind.UNKNOWN else found

    def _by_sound(self, key: str, lemmas: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for form in {key, *lemmas}:
            found |= self._sounds.get(_sound(form), set())
        heard = _sound(key)
        for length in self._sound_lengths:
            found |= self._stem_sounds.get(heard[:length], set())
        return found


def read_phrase(entry: str, sets: Mapping[str, str]) -> Phrase:
    """`sets` stand for «@name». Raises ValueError, in words for the one who wrote the file."""
    if entry != entry.lower().replace("ё", "е"):
        raise ValueError(f"«{entry}»: пишите строчными буквами и «е» вместо «ё»")
    for name in _SET.findall(entry):
        if name not in sets:
            raise ValueError(f"«{entry}»: набора слов «@{name}» нет, он пишется в начале файла, в [words]")
    entry = _SET.sub(lambda found: "/".join(sets[found[1]].split()), entry)
    parts = tuple(tuple(tuple(run.split("+")) for run in part.split("/")) for part in entry.split())
    if not parts or not all(_is_word(word) for part in parts for run in part for word in run):
        raise ValueError(f"«{entry}»: слова разделяют пробелом, «/» или «+»; звёздочка стоит в конце, «=» в начале")
    return Phrase(parts, tuple(frozenset(run[0] for run in part) for part in parts))


def _is_word(word: str) -> bool:
    return word.removeprefix("=").removesuffix("*").isalnum() and not (word.startswith("=") and word.endswith("*"))


def _sound(word: str) -> str:
    sounds = word.translate(_SOUNDS)
    return "".join(letter for letter, before in zip(sounds, " " + sounds, strict=False) if letter != before)

"""Tells a complaint from a question, a suggestion, thanks and idle talk, by the words of `kind_words.toml`."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from bot.triage.morphology import Morphology
from bot.triage.phrases import Met, Phrase, Vocabulary, read_phrase
from bot.triage.reading import MessageKind
from bot.triage.speech import Speech

# Idle talk is short, and so is thanks; what runs longer tells of something.
_TALK_WORDS, _THANKS_WORDS, _QUESTION_WORDS = 12, 25, 30
# Thanks and suggestions say so at once: «спасибо» at the end is only politeness.
_AT_ONCE = 6


class Kinds:
    """When in doubt it is a complaint: the cost of losing one is the highest."""

    def __init__(self, morphology: Morphology, words: Mapping[str, Sequence[str]] | None = None) -> None:
        words = packaged_words() if words is None else words
        self._phrases = {name: tuple(read_phrase(one, {}) for one in entries) for name, entries in words.items()}
        self._vocabulary = Vocabulary(morphology, (one for all_of in self._phrases.values() for one in all_of))

    def tell(self, speech: Speech) -> MessageKind:
        count = len(speech.words)
        if not any(letter.isalpha() for letter in speech.text):
            return "talk"
        met = self._vocabulary.listen(speech)
        if count <= _TALK_WORDS and self._all(met, count, "talk") and self._numbers(met, "talk_sure"):
            return "talk"
        if count <= _THANKS_WORDS and self._is_thanks(met, count):
            return "thanks"
        if self._at_once(met, "suggestion"):
            return "suggestion"
        if count <= _QUESTION_WORDS and self._is_question(speech, met):
            return "question"
        return "complaint"

    def _is_thanks(self, met: Met, count: int) -> bool:
        if not self._numbers(met, "thanks") or self._numbers(met, "not_thanks"):
            return False
        if self._all(met, count, "thanks", "thanks_with", "talk"):
            return True
        return self._at_once(met, "thanks") and not self._numbers(met, "trouble")

    def _is_question(self, speech: Speech, met: Met) -> bool:
        if self._exclaims(speech, met) or self._numbers(met, "trouble") or self._numbers(met, "demand"):
            return False
        return "?" in speech.text or bool(met.numbers and min(self._numbers(met, "question"), default=_AT_ONCE) < 2)

    def _exclaims(self, speech: Speech, met: Met) -> bool:
        """«Когда будет автобус!», but not «Здравствуйте! Когда будет автобус?»."""
        greeting, text, words = self._numbers(met, "talk"), speech.text, speech.words
        starts = [*(word.start for word in words[1:]), len(text)]
        ends = [number for number, word in enumerate(words) if "!" in text[word.end : starts[number]]]
        return any(not greeting.issuperset(range(number + 1)) for number in ends)

    def _numbers(self, met: Met, name: str) -> set[int]:
        """The words of the message that the list has."""
        return _numbers(met, self._phrases[name])

    def _all(self, met: Met, count: int, *names: str) -> bool:
        return len(set().union(*(self._numbers(met, name) for name in names))) == count

    def _at_once(self, met: Met, name: str) -> bool:
        return min(self._numbers(met, name), default=_AT_ONCE) < _AT_ONCE


def packaged_words() -> Mapping[str, Sequence[str]]:
    """The file beside this module."""
    words: Mapping[str, Sequence[str]] = tomllib.loads(
        files("bot.triage").joinpath("kind_words.toml").read_text("utf-8")
    )
    return words


def _numbers(met: Met, phrases: Iterable[Phrase]) -> set[int]:
    return {number for one in phrases for claimed in met.find(one) for number in claimed}

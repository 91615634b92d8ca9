"""What one message tells for comparing: its troubles, its intent, its words of weight and the places it names."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.triage.morphology import Morphology
from bot.triage.phrases import Met, Phrase, Vocabulary
from bot.triage.place_words import BESIDE
from bot.triage.sameness_rules import Rules
from bot.triage.sameness_where import Scene, scene
from bot.triage.speech import Speech, heard

Intent = Literal["trouble", "solved", "thanks", "question", "wish"]

# A long letter tells its trouble early; more words would only cost time.
_MOST_WORDS = 60
# A thanks that opens the message is its point; one at the end is a courtesy.
_OPENING = 3
_ASKED_NEAR = 3
_INFINITIVE = ("ть", "ти", "ться", "чь", "тись")
_DONE = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "ен", "ена", "ено", "ены")
# What the next phrases of a trouble add to its best one.
_FURTHER, _MOST_FURTHER = 0.25, 3
# «Яма у магазина» is not about the shop.
_ASIDE = 0.3
# Below this only hints were met.
_TELLING = 2.5


@dataclass(frozen=True, slots=True)
class Told:
    """One side: the words and what triage read out of them; empty is what it did not find."""

    text: str
    topic: str = ""
    street: str = ""
    house: str = ""
    locality: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One side, prepared: `troubles` are shares of one by code; a word is the set of its dictionary forms.

    `hinted` says that nothing but hints speaks for the troubles.
    """

    troubles: Mapping[str, float]
    hinted: bool
    intent: Intent
    words: tuple[frozenset[str], ...]
    scene: Scene


class Listener:
    """Prepares messages; all it knows is loaded at construction."""

    def __init__(self, morphology: Morphology, rules: Rules) -> None:
        self._morphology, self._rules = morphology, rules
        asked = [phrase for group in rules.intents.values() for phrase in group]
        # A word that begins a phrase → the numbers of such phrases: most phrases are never looked at.
        self._begun: dict[str, list[int]] = defaultdict(list)
        self._phrases: list[tuple[str, Phrase, float]] = []
        for code, trouble in rules.troubles.items():
            for phrase, weight in trouble.phrases:
                for head in {run[0] for run in phrase.parts[0]}:
                    self._begun[head].append(len(self._phrases))
                self._phrases.append((code, phrase, weight))
        self._vocabulary = Vocabulary(morphology, [*(phrase for _, phrase, _ in self._phrases), *asked])

    def listen(self, told: Told) -> Account:
        speech = heard(told.text)
        met = self._vocabulary.listen(speech)
        weights = self._weights(speech, met)
        total = sum(weight**2 for weight in weights.values())
        return Account(
            # Squares make the best stand out.
            troubles={code: weight**2 / total for code, weight in weights.items()},
            hinted=max(weights.values(), default=0.0) < _TELLING,
            intent=self._intent(speech, met),
            words=self._words(speech),
            scene=scene(speech, told.street, told.house, told.locality, self._morphology, self._rules),
        )

    def _weights(self, speech: Speech, met: Met) -> dict[str, float]:
        """The strongest phrase of a trouble counts in full and the others a little."""
        beside = _beside(speech)
        found: dict[str, list[float]] = defaultdict(list)
        for number in {number for word in met.numbers for number in self._begun.get(word, ())}:
            code, phrase, weight = self._phrases[number]
            places = list(met.find(phrase))
            if places:
                found[code].append(_ASIDE if all(place <= beside for place in places) else weight)
        weights = {}
        for code, told in found.items():
            best, *others = sorted(told, reverse=True)
            weights[code] = best + _FURTHER * sum(others[:_MOST_FURTHER])
        return weights

    def _intent(self, speech: Speech, met: Met) -> Intent:
        keys = {word.key for word in speech.words[:_MOST_WORDS]}
        said = {
            name: {number for phrase in phrases for found in met.find(phrase) for number in found}
            for name, phrases in self._rules.intents.items()
        }
        if (said["question"] or self._asks_how(speech)) and "когда" not in keys:
            return "question"
        if not keys & self._rules.still:
            if said["thanks"] and not said["polite"] and min(said["thanks"]) < _OPENING:
                return "thanks"
            if any(self._done(speech.key(number)) for number in said["solved"]):
                return "solved"
        return "wish" if keys & self._rules.wished else "trouble"

    def _asks_how(self, speech: Speech) -> bool:
        """«Куда сообщить показания?», but not «как жить без воды?»."""
        for number, token in enumerate(speech.words[:_MOST_WORDS]):
            if token.key in self._rules.asks:
                near = {speech.key(number + step) for step in range(1, _ASKED_NEAR + 1)} - self._rules.bear
                if any(key.endswith(_INFINITIVE) and key in self._morphology.word(key).lemmas for key in near):
                    return True
        return False

    def _done(self, key: str) -> bool:
        """A past tense or what has been done: «включили», «засыпана», «стали», but not «почините», «закрыть»."""
        return key.endswith(_DONE)

    def _words(self, speech: Speech) -> tuple[frozenset[str], ...]:
        weighty: dict[frozenset[str], None] = {}
        for token in speech.words[:_MOST_WORDS]:
            forms = self._morphology.word(token.key).lemmas | {token.key}
            if not forms & self._rules.empty:
                weighty[forms] = None
        return tuple(weighty)


def _beside(speech: Speech) -> frozenset[int]:
    """The words that only say where: «у магазина», «около детского сада»."""
    return frozenset(
        number + step for number, word in enumerate(speech.words, start=1) if word.key in BESIDE for step in (0, 1)
    )

"""Tells whether two messages are about the same problem: what, where, when and how the first one stands."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.appeals.district import Repeats
from bot.appeals.status import Status
from bot.triage.morphology import Morphology
from bot.triage.sameness_heard import Account, Listener, Told
from bot.triage.sameness_nearness import when_factor, where_factor
from bot.triage.sameness_rules import Reach, Rules, packaged_rules

__all__ = ["SAME", "Sameness", "Told"]

# From this score on, two messages are about one problem.
SAME = 0.5

# One message is compared with every open one near it.
_REMEMBERED = 512
_MISSPELT, _WORTH = 80, 0.8
# Troubles that lead on both sides, and a trouble that leads on one and is plainly meant on the other.
_BOTH_LEAD, _LEADS, _PLAIN = 0.85, 0.65, 0.25
# Troubles that people mix up need words in common besides.
_KIN = 0.5
# A trouble only hinted at, of a topic far from the other's.
_HINTED = 0.6
_ALIKE_FLOOR = 0.8


@dataclass(frozen=True, slots=True)
class _Match:
    """How alike what they tell is, and how far the trouble they share may reach."""

    alike: float
    reach: Reach


class Sameness:
    """Built once: about 10 ms beyond the dictionary; a pair of messages read before takes about 0.1 ms."""

    def __init__(self, morphology: Morphology, repeats: Repeats | None = None, rules: Rules | None = None) -> None:
        self._rules = rules or packaged_rules()
        self._repeats = repeats or Repeats()
        self._listen = lru_cache(_REMEMBERED)(Listener(morphology, self._rules).listen)

    def score(
        self, first: Told, second: Told, *, minutes_apart: float, metres_apart: float | None, first_status: Status
    ) -> float:
        """From 0 to 1; `SAME` and more is the same problem. `minutes_apart` counts from filing to filing."""
        one, other = self._listen(first), self._listen(second)
        match = self._match(one, other, first.topic, second.topic)
        hours = abs(minutes_apart) / 60
        return (
            match.alike
            * where_factor(one.scene, other.scene, match.reach, metres_apart, self._repeats)
            * when_factor(hours, match.reach, first_status, self._repeats)
        )

    def _match(self, one: Account, other: Account, topic: str, other_topic: str) -> _Match:
        words = _common(one.words, other.words)
        alike, reach = self._about(one, other, topic, other_topic, words)
        return _Match(alike * _intents(one, other), reach)

    def _about(self, one: Account, other: Account, topic: str, other_topic: str, words: float) -> tuple[float, Reach]:
        """By the troubles that both tell; where one tells none or only hints, by topics and words."""
        shared = {code: min(share, other.troubles.get(code, 0.0)) for code, share in one.troubles.items()}
        near = _topics_near(topic, other_topic)
        if not one.troubles or not other.troubles:
            return self._by_words(one, other, topic, other_topic, words)
        agreed = self._agreed(one, other, sum(shared.values()))
        alike = (_ALIKE_FLOOR + (1 - _ALIKE_FLOOR) * words) * agreed + 0.3 * words * (1 - agreed)
        if one.hinted or other.hinted:
            # Topics decide where no word does.
            alike = max(alike, near * (0.9 + words)) if near else alike * _HINTED
        best = max(shared, key=lambda code: shared[code])
        return alike, self._rules.troubles[best].reach if shared[best] else self._rules.reach_of(topic)

    def _by_words(
        self, one: Account, other: Account, topic: str, other_topic: str, words: float
    ) -> tuple[float, Reach]:
        told, near = one.troubles or other.troubles, _topics_near(topic, other_topic)
        if not told:
            return words * (0.5 + near) + 0.5 * near * (words > 0), self._rules.reach_of(topic or other_topic)
        trouble = self._rules.troubles[max(told, key=lambda code: told[code])]
        if (other_topic if one.troubles else topic) in trouble.topics:
            near = 0.5
        return near * 0.5 + words * (0.5 + near), trouble.reach

    def _agreed(self, one: Account, other: Account, shared: float) -> float:
        leader = max(one.troubles, key=lambda code: one.troubles[code])
        other_leader = max(other.troubles, key=lambda code: other.troubles[code])
        if leader == other_leader:
            return max(shared, _BOTH_LEAD)
        plain = max(one.troubles.get(other_leader, 0.0), other.troubles.get(leader, 0.0)) >= _PLAIN
        if plain:
            return max(shared, _LEADS)
        return max(shared, _KIN) if self._rules.are_kin(leader, other_leader) else shared


def _topics_near(one: str, other: str) -> float:
    if not one or not other:
        return 0.25
    if one == other:
        return 0.5
    return 0.25 if one.split(".")[0] == other.split(".")[0] else 0.0


def _intents(one: Account, other: Account) -> float:
    """A thanks, good news or a question about a trouble is not the trouble."""
    kinds = {one.intent, other.intent}
    if kinds & {"thanks", "solved"}:
        return 0.1
    if "question" in kinds:
        return 0.2 if len(kinds) > 1 else 0.9
    return 0.5 if kinds == {"wish", "trouble"} else 1.0


def _common(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> float:
    """The share of words that have a fellow on the other side, misspelt ones too."""
    if not one or not other:
        return 0.0
    met = sum(_best(word, other) for word in one) + sum(_best(word, one) for word in other)
    return met / (len(one) + len(other))


def _best(word: frozenset[str], among: tuple[frozenset[str], ...]) -> float:
    if any(word & there for there in among):
        return 1.0
    longest = max(word, key=len)
    if len(longest) < 5:
        return 0.0
    close = any(fuzz.ratio(longest, max(there, key=len)) >= _MISSPELT for there in among)
    return _WORTH if close else 0.0

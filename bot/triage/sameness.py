"""Tells whether two messages are about the same problem: what, where, when and how the first one stands."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.appeals.district import Repeats
from bot.appeals.status import OPEN, Status
from bot.triage.morphology import Morphology
from bot.triage.sameness_heard import Account, Listener, Told
from bot.triage.sameness_rules import Reach, Rules, packaged_rules
from bot.triage.sameness_where import Agreement, Scene, localities_agree, sets_agree, streets_agree

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
_GONE = 0.05
_ONE_STREET = 1.5


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
            * _where(one.scene, other.scene, match.reach, metres_apart, self._repeats)
            * _when(hours, match.reach, first_status, self._repeats)
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


def _where(one: Scene, other: Scene, reach: Reach, metres: float | None, repeats: Repeats) -> float:
    limit = reach.metres
    if reach.kind != "area":
        # Two who name one street may stand at its ends.
        named = streets_agree(one, other) is Agreement.SAME and reach.kind != "house"
        limit = min(limit * (_ONE_STREET if named else 1.0), float(repeats.metres))
    far = 1.0 if metres is None else _fade(metres, limit)
    near = metres is not None and metres <= limit
    factor = far * _numbers(one, other)
    if localities_agree(one, other) is Agreement.DIFFERENT:
        factor *= 0.6 if near and reach.kind != "area" else 0.1
    if reach.kind == "area":
        return factor * (reach.unplaced if metres is None and not one.localities and not other.localities else 1.0)
    return factor * _address(one, other, reach, near=near)


def _address(one: Scene, other: Scene, reach: Reach, *, near: bool) -> float:
    """Streets, houses and landmarks; where two pins agree, words matter less."""
    streets, landmarks = streets_agree(one, other), sets_agree(one.landmarks, other.landmarks)
    houses = sets_agree(one.houses, other.houses)
    if houses is Agreement.DIFFERENT and (reach.kind == "house" or not near):
        return 0.1 if reach.kind == "house" else 0.45
    said = (streets, landmarks, houses)
    if near:
        return 0.8 if Agreement.DIFFERENT in (streets, landmarks) and Agreement.SAME not in said else 1.0
    if streets is Agreement.DIFFERENT:
        return 0.2
    if landmarks is Agreement.DIFFERENT and streets is not Agreement.SAME:
        return 0.25
    if Agreement.SAME in said or localities_agree(one, other) is Agreement.SAME:
        return 1.0
    return reach.halfway if Agreement.HALF in said else reach.unplaced


def _numbers(one: Scene, other: Scene) -> float:
    different = Agreement.DIFFERENT in (
        sets_agree(one.buses, other.buses),
        sets_agree(one.entrances, other.entrances),
    )
    return 0.2 if different else 1.0


def _when(hours: float, reach: Reach, status: Status, repeats: Repeats) -> float:
    if status is Status.ANSWERED:
        return _fade(hours, reach.answered)
    if status not in OPEN:
        return _GONE
    return _fade(hours, min(reach.hours, repeats.days * 24.0))


def _fade(value: float, limit: float) -> float:
    """Whole within the limit, a little less near it, nothing from one and a half of it on."""
    if value <= limit:
        return 1.0 - 0.1 * value / limit
    return max(0.0, 0.9 * (1.5 - value / limit) / 0.5) if limit else 0.0

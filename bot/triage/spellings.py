"""The ways in which the names of localities are written, and names of two words of which one is misspelt."""

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.appeals.district import Locality
from bot.triage.likeness import SHORTEST


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way a name may stand in a sentence; `short` when it is without its word of kind, `nickname` when small."""

    words: tuple[str, ...]
    locality: Locality
    nickname: bool
    nominative: bool
    short: bool


@dataclass(slots=True)
class Pairs:
    """Names of two words, by either of them: one may be misspelt when the other is right."""

    by_first: dict[str, list[Spelling]] = field(default_factory=lambda: defaultdict(list))
    by_second: dict[str, list[Spelling]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, spelling: Spelling) -> None:
        self.by_first[spelling.words[0]].append(spelling)
        self.by_second[spelling.words[1]].append(spelling)

    def nearest(self, first: str, second: str) -> list[Spelling]:
        found = [(OSA.distance(one.words[1], second, score_cutoff=2), one) for one in self.by_first.get(first, ())]
        found += [(OSA.distance(one.words[0], first, score_cutoff=2), one) for one in self.by_second.get(second, ())]
        least = min((distance for distance, _ in found), default=9)
        return [one for distance, one in found if distance == least and _near(distance, one.words, first, second)]


def _near(distance: int, words: tuple[str, ...], first: str, second: str) -> bool:
    """One wrong letter; two in a long word."""
    wrong = second if words[0] == first else first
    return distance <= (1 if len(wrong) < 8 else 2) and len(wrong) >= SHORTEST - 1

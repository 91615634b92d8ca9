"""The rules of sameness as `sameness.toml` says them: kinds of trouble, troubles, intents, words of no weight."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.triage.phrases import Phrase, read_phrase

# A certain entry settles it, a sure one nearly, a word tells, a hint only adds up;
# each further part of a phrase makes it more telling.
_LEVELS = (("certain", 10.0), ("sure", 6.0), ("words", 3.0), ("hints", 1.0))
_NEXT_PART = 2.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far apart, in metres and hours, two messages may be about one trouble; what each means, says the file."""

    kind: str
    metres: float
    hours: float
    answered: float
    unplaced: float
    halfway: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble: its reach, the topics it may be filed under, its phrases with their weights."""

    code: str
    reach: Reach
    topics: frozenset[str]
    phrases: tuple[tuple[Phrase, float], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file."""

    troubles: Mapping[str, Trouble]
    reaches: Mapping[str, Reach]
    by_topic: Mapping[str, str]
    intents: Mapping[str, tuple[Phrase, ...]]
    still: frozenset[str]
    asks: frozenset[str]
    bear: frozenset[str]
    wished: frozenset[str]
    empty: frozenset[str]
    also: tuple[tuple[str, ...], ...]
    landmarks: frozenset[str]
    not_landmarks: frozenset[str]
    ordinals: tuple[str, ...]
    kin: tuple[frozenset[str], ...]

    def are_kin(self, one: str, other: str) -> bool:
        return any({one, other} <= group for group in self.kin)

    def reach_of(self, topic: str) -> Reach:
        """By the topic, its category, or what holds for all."""
        kind = self.by_topic.get(topic) or self.by_topic.get(topic.split(".")[0]) or self.by_topic[""]
        return self.reaches[kind]


def packaged_rules() -> Rules:
    """The file beside this module; raises ValueError or KeyError where it is not written as it says itself."""
    file = tomllib.loads(files("bot.triage").joinpath("sameness.toml").read_text("utf-8"))
    reaches = {kind: Reach(kind, **numbers) for kind, numbers in file["kinds"].items()}
    intents, words, places = file["intents"], file["words"], file["places"]
    return Rules(
        troubles={code: _trouble(code, table, reaches) for code, table in file["troubles"].items()},
        reaches=reaches,
        by_topic=file["topics"],
        intents={name: tuple(_phrases(intents[name])) for name in ("thanks", "polite", "solved", "question")},
        asks=frozenset(intents["asks"].split()),
        bear=frozenset(intents["bear"].split()),
        still=frozenset(intents["still"].split()),
        wished=frozenset(intents["wished"].split()),
        empty=frozenset(words["empty"].replace("ё", "е").split()),
        also=tuple(tuple(line.split()) for line in places["also"].splitlines() if line),
        landmarks=frozenset(places["more"].split()),
        not_landmarks=frozenset(places["notlandmarks"].split()),
        ordinals=tuple(places["ordinals"].split()),
        kin=tuple(frozenset(line.split()) for line in file["kin"]["groups"].splitlines() if line),
    )


def _trouble(code: str, table: Mapping[str, Any], reaches: Mapping[str, Reach]) -> Trouble:
    kind = reaches[table["kind"]]
    reach = Reach(
        kind.kind,
        table.get("metres", kind.metres),
        table.get("hours", kind.hours),
        table.get("answered", kind.answered),
        kind.unplaced,
        kind.halfway,
    )
    weighed = {
        phrase: weight + _NEXT_PART * (len(phrase.parts) - 1)
        for level, weight in reversed(_LEVELS)
        for phrase in _phrases(table.get(level, ""))
    }
    return Trouble(code, reach, frozenset(table["topics"]), tuple(weighed.items()))


def _phrases(entries: str) -> Iterable[Phrase]:
    written = (" ".join(entry.split()) for entry in entries.replace("\n", ";").split(";"))
    return [read_phrase(entry, {}) for entry in written if entry]

"""What triage reads out of a resident's words: what kind of message, about what, where, how dangerous, how to show."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.appeals.appeal import Place
from bot.appeals.district import Point

MessageKind = Literal["complaint", "question", "suggestion", "thanks", "talk"]
# Whom to ring: the numbers stand in the district file.
Callee = Literal["emergency", "gas", "dispatcher"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that cannot wait: `code` names its words («alarm-gas»), `call` whom to ring, the best first."""

    code: str
    call: tuple[Callee, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One of several problems in a message: its part of the words and its likeliest topic."""

    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`topics` are topic codes, best first, at most three; `sure` says that the first may be taken unasked.

    `confidences` are the shares of `topics`, each from 0 to 1. `places` are the places the words can mean: one is
    taken, several are asked about, none is asked for; `street` and `house` are empty when not said.
    `outside` says that it is in another district; `neighbour` is that district's name when the district file has it.
    `problems` is empty unless there are at least two. `shown` are the words as officials may see them: swearing and
    personal details masked; `details` are the masked details themselves («+7 910 123-45-67»), in order. `abuse` says
    that there is nothing but swearing.
    """

    topics: tuple[str, ...] = ()
    sure: bool = False
    places: tuple[Place, ...] = ()
    outside: bool = False
    neighbour: str = ""
    street: str = ""
    house: str = ""
    confidences: tuple[float, ...] = ()
    kind: MessageKind = "complaint"
    alarm: Alarm | None = None
    problems: tuple[Problem, ...] = ()
    shown: str = ""
    details: tuple[str, ...] = ()
    swearing: bool = False
    abuse: bool = False


class Triage(Protocol):
    """Reads one message; `point` is the location pin, if one was sent. Pure: the same words, the same reading."""

    def __call__(self, text: str, point: Point | None = None) -> Reading: ...

"""What triage reads out of a resident's words: the topic with its rivals, the place, and how sure it is."""

from dataclasses import dataclass
from typing import Protocol

from bot.appeals.appeal import Place
from bot.appeals.district import Point


@dataclass(frozen=True, slots=True)
class Reading:
    """`topics` are topic codes, best first, at most three; `sure` says that the first may be taken unasked.

    `places` are the places the words can mean: one is taken, several are asked about, none is asked for.
    """

    topics: tuple[str, ...] = ()
    sure: bool = False
    places: tuple[Place, ...] = ()
    outside: bool = False


class Triage(Protocol):
    """Reads one message; `point` is the location pin, if one was sent. Pure: the same words, the same reading."""

    def __call__(self, text: str, point: Point | None = None) -> Reading: ...

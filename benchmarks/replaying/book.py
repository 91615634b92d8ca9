"""The book of a replay: what the people of it wrote, pressed and were shown, to be held against the database."""

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.replaying.messages import Case


@dataclass
class Course:
    """How one message went, as its resident saw it."""

    case: Case
    platform: str
    chat: str
    number: str = ""
    presses: int = 0
    topic_asked: bool = False
    place_asked: bool = False
    answers: int = 0
    answer_photos: int = 0
    vote: str = ""
    thanked: bool = False


@dataclass
class Book:
    """`cards` counts the messages that showed a new card, by (chat, number); `troubles` are what nobody expected."""

    courses: list[Course] = field(default_factory=list)
    cards: Counter[tuple[str, str]] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    answered: dict[str, str] = field(default_factory=dict)  # number -> the official's own words
    told_of_vote: Counter[tuple[str, str]] = field(default_factory=Counter)
    consents: int = 0
    happened: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def filed(self) -> int:
        return sum(1 for one in self.courses if one.number)

    @property
    def voted(self) -> int:
        return sum(1 for one in self.courses if one.thanked)

    def of(self, number: str) -> Course | None:
        return next((one for one in self.courses if one.number == number), None)

    def trouble(self, words: str) -> None:
        self.troubles.append(words)

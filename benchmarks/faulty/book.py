"""What the people of a campaign wrote, pressed and were shown."""

from collections import Counter
from dataclasses import dataclass, field

EVERY = 4


def is_solved(number: str) -> bool:
    """Every so many appeals are answered with «Решено» and a photo, the others with words."""
    return int(number[-5:]) % EVERY == 0


@dataclass
class Course:
    """One conversation as its resident sees it; `step` is how far it has come."""

    index: int
    platform: str
    chat: str
    words: tuple[str, str]
    photo: bool
    step: str = "not begun"
    number: str = ""
    answers: int = 0
    thanked: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.words)


@dataclass
class Book:
    """`told` counts the lines by which the service says that something did not go as usual."""

    courses: list[Course] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # number -> the official's words
    told: Counter[str] = field(default_factory=Counter)
    seen_again: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(1 for one in self.courses if one.thanked)

    def by_number(self, number: str) -> Course | None:
        return next((one for one in self.courses if one.number == number), None)

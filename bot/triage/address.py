"""The words of an address in a message, as they are to be shown: streets, houses and landmarks together."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Span:
    """A part of an address: the words of the message from `first` to before `after`, and how to show them.

    `localities` have such a street or landmark in the district file; empty when it says nothing about it.
    `street` and `house` are what it names, in the nominative; empty when it names none.
    What is `vague` stands in many a village that the file does not say it of.
    """

    first: int
    after: int
    shown: str
    localities: frozenset[Locality] = frozenset()
    street: str = ""
    house: str = ""
    vague: bool = False

    def numbers(self) -> range:
        return range(self.first, self.after)


def shown_together(spans: Iterable[Span]) -> str:
    """«ул. Советская, 12, у магазина»: in the order of the message, nothing twice."""
    ordered = sorted(spans, key=lambda span: span.first)
    return ", ".join(dict.fromkeys(span.shown for span in ordered))[:_LONGEST]

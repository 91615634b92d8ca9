"""The words of an address in a message, as they are to be shown: streets, houses and landmarks together."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.appeals.district import Locality

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Span:
    """A part of an address: the words of the message from `first` to before `after`, and how to show them.

    `localities` have such a street or landmark in the district file; empty when it says nothing about it.
    """

    first: int
    after: int
    shown: str
    localities: frozenset[Locality] = frozenset()

    def numbers(self) -> range:
        return range(self.first, self.after)


def shown_together(spans: Iterable[Span]) -> str:
    """«ул. Советская, 12, у магазина»: in the order of the message, nothing twice."""
    ordered = sorted(spans, key=lambda span: span.first)
    return ", ".join(dict.fromkeys(span.shown for span in ordered))[:_LONGEST]

"""The figures for everybody: what was asked and what was done, with small numbers grouped so that nobody is found."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.appeals.record import Record, Span
from bot.figures.counting import Clock, count
from bot.figures.outcome import answered_at, within

# Fewer point at people whom their neighbours know.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Group:
    """How many were received and how many solved; `code` is empty for all the rest together."""

    code: str
    received: int
    solved: int


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Of the days before `until`; times are medians of working time, None where they are of too few."""

    days: int
    until: datetime
    received: int
    solved: int
    answered: int
    in_work: int
    decided: float | None
    first_answer: timedelta | None
    solution: timedelta | None
    topics: tuple[Group, ...]
    settlements: tuple[Group, ...]


def public_figures(records: Sequence[Record], days: int, clock: Clock, now: datetime) -> PublicFigures:
    """`records` are those touched in these days."""
    span = (now - timedelta(days=days), now)
    figures = count(records, span, clock, now)
    alive = [one for one in records if not one.merged]
    ended = sum(bool(one.result) and within(answered_at(one), span) for one in alive)
    return PublicFigures(
        days=days,
        until=now,
        received=figures.received,
        solved=figures.solved,
        answered=figures.closed,
        in_work=figures.open,
        decided=figures.decided if figures.closed >= LEAST else None,
        first_answer=figures.first_answer if figures.answered >= LEAST else None,
        solution=figures.solution if ended >= LEAST else None,
        topics=_grouped(alive, span, lambda one: one.topic.split(".", 1)[0]),
        settlements=_grouped(alive, span, lambda one: one.place.settlement),
    )


def _grouped(records: Iterable[Record], span: Span, key: Callable[[Record], str]) -> tuple[Group, ...]:
    received: Counter[str] = Counter()
    solved: Counter[str] = Counter()
    for one in records:
        received[key(one)] += within(one.filed_at, span)
        solved[key(one)] += one.result == "solved" and within(answered_at(one), span)
    return grouped(received, solved)


def grouped(received: Mapping[str, int], solved: Mapping[str, int]) -> tuple[Group, ...]:
    """The largest first; what is small goes together, and takes the smallest of the others along while it is small.

    Otherwise whoever subtracts what is shown from the whole would find what is hidden.
    """
    all_of_them = [Group(code, received.get(code, 0), solved.get(code, 0)) for code in {*received, *solved}]
    ordered = sorted(all_of_them, key=lambda one: (-one.received, -one.solved, one.code))
    shown = [one for one in ordered if one.received >= LEAST]
    rest = [one for one in ordered if one.received < LEAST and one.received + one.solved > 0]
    while shown and 0 < sum(one.received for one in rest) < LEAST:
        rest.append(shown.pop())
    together = Group("", sum(one.received for one in rest), sum(one.solved for one in rest))
    if together.received >= LEAST or together.solved >= LEAST:
        shown.append(together)
    return tuple(shown)

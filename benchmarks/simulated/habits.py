"""How officials work and residents answer: chances and waits, and which of them happen next."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.appeals.status import Action

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Habits:
    """Of one desk: `pace` stretches every wait, `forgets` is the share that is left until somebody complains."""

    pace: float = 1.0
    forgets: float = 0.04
    weekends: float = 0.02


BUSY, LAZY, BRISK = Habits(), Habits(pace=6, forgets=0.25, weekends=0), Habits(pace=0.4, forgets=0.01, weekends=0.15)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to an appeal so long after the one before, in hours that somebody is there for."""

    after: timedelta
    action: Action
    text: str = ""
    arg: str = ""
    photos: int = 0


def officials_deeds(habits: Habits, dice: random.Random) -> Iterator[Deed]:
    """What a desk does with one appeal until it is answered for good, unless it forgets it."""

    def wait(median: float) -> timedelta:
        return habits.pace * median * HOUR * dice.lognormvariate(0, 0.8)

    if dice.random() < habits.forgets:
        yield Deed(timedelta(days=dice.uniform(10, 40)), Action.EXPLAIN, "Простите, что так долго. Разобрались.")
        return
    if dice.random() < 0.7:
        yield Deed(wait(1.5), Action.ACCEPT)
    chance = dice.random()
    if chance < 0.12:
        yield Deed(wait(2), Action.ASK, "Уточните, пожалуйста, у какого дома?")
    elif chance < 0.3:
        yield Deed(wait(3), Action.ANSWER, "Приняли, мастер придёт на этой неделе.")
    elif chance < 0.34:
        yield Deed(wait(4), Action.EXTEND, "Ждём материал.")
    elif chance < 0.37:
        yield Deed(wait(2), Action.DECLINE, "Это дорога области.", "not_ours")
        return
    if dice.random() < 0.7:
        yield Deed(wait(14), Action.SOLVE, "Сделали.", photos=dice.choice((0, 1, 1, 2)))
    else:
        yield Deed(wait(7), Action.EXPLAIN, "Работы стоят в плане на май.")


def residents_deed(action: Action, dice: random.Random) -> Deed | None:
    """What the author says to a question or to the final answer; None when silent. As 379 of 445 were satisfied."""
    after = dice.lognormvariate(1.5, 1.1) * HOUR
    if action is Action.ASK:
        return Deed(after, Action.REPLY, "Напротив школы") if dice.random() < 0.8 else None
    if action not in (Action.SOLVE, Action.EXPLAIN):
        return None
    chance = dice.random()
    if chance < 0.6:
        return Deed(after, Action.RATE, arg="good")
    if chance < 0.67:
        return Deed(after, Action.RATE, arg="neutral")
    if chance < 0.71:
        return Deed(after, Action.REOPEN, "Ничего не сделано, приезжайте посмотреть")
    return None

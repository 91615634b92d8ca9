"""A district that has lived for more than a year, by a seed: appeals that went every way there is, in a database."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import appeals, followers, history, residents

# A Monday morning in Moscow.
NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOPICS = ("roads.pothole", "garbage.containers", "utilities.lighting", "utilities.water")
# What happens to an appeal, step by step; the last step gives its status and what it ended with.
WAYS: dict[tuple[str, ...], dict[str, object]] = {
    (): {"status": "new"},
    ("accept",): {"status": "in_work"},
    ("accept", "answer"): {"status": "in_work"},
    ("ask",): {"status": "asked"},
    ("ask", "reply", "extend"): {"status": "in_work"},
    ("solve",): {"status": "answered", "result": "solved"},
    ("extend", "explain"): {"status": "answered", "result": "explained"},
    ("solve", "rate"): {"status": "closed", "result": "solved", "rating": "good", "closing": "satisfied"},
    ("ask", "reply", "solve", "rate"): {"status": "closed", "result": "solved", "rating": "neutral"},
    ("accept", "transfer", "solve", "expire"): {"status": "closed", "result": "solved", "closing": "no_answer"},
    ("solve", "reopen"): {"status": "new", "rating": "bad", "reopened": 1},
    ("solve", "reopen", "explain"): {"status": "answered", "result": "explained", "rating": "bad", "reopened": 1},
    ("decline",): {"status": "declined", "closing": "declined"},
    ("withdraw",): {"status": "withdrawn", "closing": "withdrawn"},
    ("merge",): {"status": "closed", "closing": "merged", "merged": "26-00001"},
}
# Most end well; what is open is mostly new.
ODDS = (4, 2, 2, 2, 1, 6, 2, 30, 6, 6, 1, 1, 2, 2, 2)
_SAYS = ("answer", "ask", "solve", "explain")
_ENDS = ("solve", "explain")
_CLOSES = ("rate", "expire", "decline", "withdraw", "merge")


async def lived(engine: AsyncEngine, settlements: Sequence[str], many: int, seed: int = 5) -> None:
    """Fills an empty database: half of it happened in the last two months."""
    dice, people = random.Random(seed), [{"id": one, "name": f"Житель {one}", "since": NOW} for one in range(1, 9)]
    rows, steps, joined = [], [], []
    for one in range(1, many + 1):
        filed = NOW - dice.choice((dice.uniform(0, 60), dice.uniform(0, 420))) * DAY
        way = dice.choices(list(WAYS), ODDS)[0]
        moments = _moments(dice, filed, len(way))
        way = way if len(moments) == len(way) else ()
        rows.append(_row(dice, one, filed, dice.choice(settlements), list(zip(way, moments, strict=False))) | WAYS[way])
        steps += [_step(one, filed, "file"), *(_step(one, at, what) for what, at in zip(way, moments, strict=False))]
        joined += [_joined(one, who, filed, dice) for who in range(2, 2 + dice.choice((0, 0, 0, 1, 3)))]
    async with engine.begin() as connection:
        for table, filling in ((residents, people), (appeals, rows), (history, steps), (followers, joined)):
            await connection.execute(insert(table), filling)


def _moments(dice: random.Random, filed: datetime, many: int) -> list[datetime]:
    """One after another, all of them in the past; fewer when there was no time for all."""
    found, last = [], filed
    for _ in range(many):
        last += dice.uniform(0.5, 70) * HOUR
        found.append(last)
    return [one for one in found if one < NOW]


def _row(
    dice: random.Random, one: int, filed: datetime, settlement: str, steps: list[tuple[str, datetime]]
) -> dict[str, object]:
    said = [at for what, at in steps if what in _SAYS]
    ended = [
        at for what, at in steps if what in _ENDS and "reopen" not in [later for later, when in steps if when > at]
    ]
    closed = [at for what, at in steps if what in _CLOSES]
    extended = any(what == "extend" for what, _ in steps)
    due = filed + (900 if extended else 30) * HOUR
    row: dict[str, object] = {"id": one, "number": f"26-{one:05d}", "resident": 1, "chat": "telegram:501"}
    row |= {"topic": dice.choice(TOPICS), "settlement": settlement, "locality": dice.choice(("Бор", "Плёс"))}
    row |= {"address": dice.choice(("", "Лесная, 3", "ул. Лесная, д. 3", "Мира, 7")), "text": "Яма у магазина"}
    row |= {"desk": settlement, "filed_at": filed, "due_at": due, "answer_due_at": filed + 30 * HOUR}
    row |= {"solve_due_at": due + 3 * DAY}
    row |= {"result": "", "rating": "", "closing": "", "reopened": 0, "merged": ""}
    row |= {"first_answer_at": said[0] if said else None, "answered_at": ended[-1] if ended else None}
    return row | {"closed_at": closed[-1] if closed else None, "urgent": dice.choice(("", "", "", "wire"))}


def _step(appeal: int, at: datetime, what: str) -> dict[str, object]:
    return {"appeal": appeal, "at": at, "actor": "", "actor_name": "", "action": what}


def _joined(appeal: int, who: int, at: datetime, dice: random.Random) -> dict[str, object]:
    rating = dice.choice(("", "", "good", "bad", "left"))
    return {"appeal": appeal, "resident": who, "chat": "", "at": at, "rating": rating}

"""Years of closed appeals and some open ones, made by a seed and written straight into the tables of a database."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from bot.appeals.district import Desk, District
from bot.appeals.district_file import load_district
from storage.tables import appeals, followers, history, residents

ROOT = Path(__file__).parent.parent
# The Monday morning on which digests of the week before are made, in Moscow.
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
BATCH = 20_000
TOPICS = ("roads.pothole", "garbage.containers", "utilities.lighting", "utilities.water", "yard.trees", "roads.snow")
WORDS = "У дома яма на дороге, колесо пробили, ездить нельзя, просим засыпать до зимы. " * 3
_HOUR = timedelta(hours=1)
_TIMES = ("filed_at", "due_at", "first_answer_at", "answered_at", "closed_at", "accepted_at")
_PLAIN = ("id", "number", "resident", "chat", "topic", "settlement", "locality", "address", "text", "desk", "status")
_ENDED = ("result", "rating", "closing")
# Every deadline that the table has.
_DUES = tuple(one.name for one in appeals.c if one.name.endswith("due_at") and one.name != "due_at")
COLUMNS = {
    "residents": ("id", "name", "since"),
    "appeals": (*_PLAIN, *_TIMES, *_ENDED, *_DUES),
    "history": ("appeal", "at", "actor", "actor_name", "action", "text"),
    "followers": ("appeal", "resident", "chat", "at"),
}
TABLES = {one.name: one for one in (residents, appeals, history, followers)}
Row = tuple[object, ...]


def district(settlements: int) -> District:
    """The example's, with so many settlements, each with a desk."""
    known = load_district(ROOT / "district.toml")
    first = known.settlements[0]
    codes = [f"village{one:02}" for one in range(settlements)]
    villages = tuple(replace(first, code=code, name=f"Поселение {at}", area=()) for at, code in enumerate(codes, 1))
    desks = tuple(Desk(code, f"Отдел {at}", code) for at, code in enumerate(codes, 1))
    return replace(known, settlements=villages, desks=desks)


def batches(count: int, still_open: int, years: int, settlements: int) -> Iterator[tuple[str, list[Row]]]:
    """Rows by table, appeals before what belongs to them: `count` closed, the newest filed this morning."""
    yield "residents", [(one, f"Житель {one}", NOW) for one in range(1, 100)]
    made = _made(count, still_open, years, settlements)
    while batch := list(islice(made, BATCH)):
        for at, table in enumerate(("appeals", "history", "followers")):
            yield table, [row for rows in batch for row in rows[at]]


def _made(count: int, still_open: int, years: int, settlements: int) -> Iterator[tuple[list[Row], ...]]:
    dice = random.Random(7)
    step = timedelta(days=365 * years) / count
    for one in range(1, count + 1):
        yield _closed(dice, one, NOW - (count - one) * step, settlements)
    for one in range(count + 1, count + still_open + 1):
        yield _open(dice, one, NOW - dice.uniform(1, 40) * 24 * _HOUR, settlements)


def _closed(dice: random.Random, one: int, filed: datetime, settlements: int) -> tuple[list[Row], ...]:
    """Answered within days; every tenth resident was asked something first, every tenth appeal has one who joined."""
    answered = filed + dice.uniform(1, 60) * _HOUR
    closed = min(answered + dice.uniform(1, 60) * _HOUR, NOW)
    first = min(answered, filed + dice.uniform(1, 20) * _HOUR)
    ended = ("solved", dice.choice(("good", "good", "neutral")), "satisfied")
    steps = [(filed, "file"), (first, "accept"), (min(answered, NOW), "solve"), (closed, "rate")]
    if one % 10 == 0:
        steps[2:2] = [(first, "ask"), (first + (answered - first) / 2, "reply")]
    joined = [(one, 1 + one % 97, "telegram:2", filed)] if one % 10 == 5 else []
    times = (filed, filed + 30 * _HOUR, first, min(answered, NOW), closed, first)
    row = (*_plain(dice, one, settlements, "closed"), *times, *ended, *(filed + 30 * _HOUR for _ in _DUES))
    return [row], _steps(one, steps), joined


def _open(dice: random.Random, one: int, filed: datetime, settlements: int) -> tuple[list[Row], ...]:
    due = filed + 30 * _HOUR
    row = (
        *_plain(dice, one, settlements, "new"),
        filed,
        due,
        None,
        None,
        None,
        None,
        "",
        "",
        "",
        *(due for _ in _DUES),
    )
    return [row], _steps(one, [(filed, "file")]), []


def _plain(dice: random.Random, one: int, settlements: int, status: str) -> Row:
    village = f"village{dice.randrange(settlements):02}"
    street, house = dice.choice(("Лесная", "Мира", "Советская", "Полевая", "Новая")), dice.randrange(1, 60)
    address = f"ул. {street}, {house}" if dice.random() < 0.7 else ""
    where = (village, f"Деревня {dice.randrange(12)}", address, WORDS, village, status)
    return one, f"26-{one:07}", 1 + one % 97, "telegram:1", dice.choice(TOPICS), *where


def _steps(one: int, steps: Sequence[tuple[datetime, str]]) -> list[Row]:
    return [(one, at, "", "", action, "") for at, action in steps]


async def fill(url: str, made: Iterator[tuple[str, list[Row]]]) -> None:
    """Into a migrated, empty database; it is left as a long-lived one is: with statistics, swept."""
    if url.startswith("sqlite"):
        _fill_sqlite(str(make_url(url).database), made)
    else:
        await _fill_postgres(url.replace("+asyncpg", ""), made)


def _fill_sqlite(file: str, made: Iterator[tuple[str, list[Row]]]) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    for table, rows in made:
        columns = COLUMNS[table]
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        connection.execute("BEGIN")
        connection.executemany(insert, [tuple(map(_as_sqlite_keeps_it, row)) for row in rows])
        connection.execute("COMMIT")
    connection.close()


def _as_sqlite_keeps_it(value: object) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


async def _fill_postgres(url: str, made: Iterator[tuple[str, list[Row]]]) -> None:
    connection = await asyncpg.connect(url)
    for table, rows in made:
        await connection.copy_records_to_table(table, records=rows, columns=list(COLUMNS[table]))
    await connection.execute("VACUUM ANALYZE")
    await connection.close()

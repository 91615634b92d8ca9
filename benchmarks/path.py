"""What the path of one message costs in a database of millions of appeals, beside an empty one.

    uv run python -m benchmarks.path [--sqlite 1000000] [--postgres 10000000] [--rounds 40] [--plans FILE]

Accept, converse, file, card, accept by an official, answer, vote: the real use-cases on the real database, letters go
to a messenger in memory. The rounds are taken in turn on the empty and on the full database, medians are compared. The
path is the sum of its steps; «in the database» is what the statements alone took. `--plans` writes how the full
database answers every statement of the path. Exits 1 above 1.5 times, or when a plan walks through a table that grows.
"""

import argparse
import asyncio
import logging
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.full_tables import fill_up, size_of
from benchmarks.postgres import Postgres, postgres
from benchmarks.processes import ROOT
from bot.appeals.district_file import load_district
from bot.dialogs.events import Person
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.sameness import Sameness
from bot.usecases.store import Binding
from storage import schema
from storage.database import open_engine
from storage.link import Link, Plan
from tests.usecases.world import World

GOAL = 1.5
MOST_SLOWED = 8
STEPS = ("writes, is asked", "files, card", "accepted", "answered", "votes")
# What grows with the years; `state = 0` is the queue, and its indexes hold nothing else.
GROWING = "appeals|letters|updates|history|posts|residents|resident_chats|appeal_messages|talks|appeal_photos|followers"
# A new parent's children are looked for only while a foreign key is broken, which ours never are.
NO_WALK = "INSERT INTO appeals"
WALK = re.compile(
    rf"Seq Scan on ({GROWING})\b|SCAN ({GROWING})\b(?!.* USING .*ix_(?:updates_waiting|updates_turn|letters_waiting))"
)
Values = list[object]


@dataclass
class Town:
    """One database with its service; milliseconds by step, and of its statements."""

    name: str
    engine: AsyncEngine
    world: World
    statements: dict[str, Values] = field(default_factory=dict)
    taking: dict[str, list[float]] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    in_database: list[float] = field(default_factory=list)
    rounds: int = 0

    def median(self, step: str) -> float:
        return statistics.median(self.times[step])

    @property
    def path(self) -> float:
        return sum(self.median(one) for one in STEPS)

    @property
    def asked(self) -> float:
        return statistics.median(self.in_database)


@dataclass
class Listening:
    """Every statement that any transaction makes, with its values and its time."""

    spent: float = 0.0
    into: dict[str, Values] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)

    def note(self, plan: Plan, values: Values, seconds: float) -> None:
        self.spent += seconds
        self.into.setdefault(plan.sql, values)
        self.times.setdefault(plan.sql, []).append(seconds * 1000)


HEARD = Listening()


class HeardLink(Link):
    """A link that is listened to."""

    async def execute(self, statement: Any, values: Any = None) -> Any:
        given = values or {}
        plan, began = self._plans.of(statement), perf_counter()
        try:
            return await super().execute(statement, given)
        finally:
            HEARD.note(plan, plan.values(given), perf_counter() - began)

    async def execute_many(self, statement: Any, several: Any) -> None:
        plan, began = self._plans.of(statement), perf_counter()
        await super().execute_many(statement, several)
        if several:
            HEARD.note(plan, plan.values(several[0]), perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.path", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sqlite", type=int, default=1_000_000, help="appeals there; 0 leaves it out")
    parser.add_argument("--postgres", type=int, default=10_000_000, help="appeals there; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--plans", type=Path, help="where to write the plans")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    from storage import database

    database.Link = HeardLink  # type: ignore[misc]
    with tempfile.TemporaryDirectory(prefix="otklik-path-") as folder:
        return asyncio.run(_all(options, Path(folder)))


async def _all(options: argparse.Namespace, folder: Path) -> int:
    failed, written = False, []
    for dialect, count in (("sqlite", options.sqlite), ("postgresql", options.postgres)):
        if not count:
            continue
        async with AsyncExitStack() as stack:
            server = stack.enter_context(postgres(folder)) if dialect == "postgresql" else None
            full = await stack.enter_async_context(_town(f"{dialect}, {count} appeals", count, folder, server))
            empty = await stack.enter_async_context(_town(f"{dialect}, empty", 0, folder, server))
            for _ in range(options.rounds):
                for one in (empty, full):
                    await _round(one)
            plans = await _plans(full)
            failed |= _told(empty, full, plans)
            written += [f"# {full.name}\n\n{sql}\n\n{plan}\n" for sql, plan in plans]
    if options.plans:
        options.plans.write_text("\n".join(written), encoding="utf-8")
    return int(failed)


@asynccontextmanager
async def _town(name: str, count: int, folder: Path, server: Postgres | None) -> AsyncIterator[Town]:
    url = await server.new() if server else f"sqlite+aiosqlite:///{folder / f'{count}.db'}"
    engine = open_engine(url)
    await schema.upgrade(engine)
    if count:
        await fill_up(url, count, lambda words: print(f"{name}: {words}", flush=True))
        print(f"{name}: {await size_of(engine):.1f} GB", flush=True)
    district = load_district(ROOT / "district.toml")
    world = World(engine, folder / "media", district, Dispatcher(district))
    world.change(sameness=Sameness(Pymorphy(), district.repeats))
    try:
        yield Town(name, engine, world)
    finally:
        await engine.dispose()


async def _round(town: Town) -> None:
    """One message from beginning to end, by somebody new; the first is not counted: there questions are compiled."""
    world, who = town.world, town.rounds
    town.rounds += 1
    if not who:
        async with world.service.store.transaction() as tx:
            # Bound without the two thousand cards of what is open.
            await tx.bindings.add(Binding("telegram:-100", "desk", "roads"), Person("telegram:45", "Иван"), world.now)
    desk = world.official("Иван", "telegram:-100", "telegram:45")
    anna = await world.neighbour(who)
    times, before = [perf_counter()], HEARD.spent
    HEARD.into, HEARD.times = town.statements, town.taking
    await anna.writes(f"В Бабино у дома {who} большая яма на дороге")
    await world.later(seconds=2)
    times.append(perf_counter())
    await anna.presses("Отправить")
    number = anna.number
    times.append(perf_counter())
    await desk.presses("Принять", desk.card(number))
    times.append(perf_counter())
    await desk.answers(number, "Решено", "Яму засыпали сегодня утром.")
    times.append(perf_counter())
    await anna.presses("Доволен")
    times.append(perf_counter())
    if who:
        for step, began, ended in zip(STEPS, times[:-1], times[1:], strict=True):
            town.times[step].append((ended - began) * 1000)
        town.in_database.append((HEARD.spent - before) * 1000)


async def _plans(town: Town) -> list[tuple[str, str]]:
    """How each statement of the path is answered; nothing is changed."""
    explain = "EXPLAIN QUERY PLAN " if town.engine.dialect.name == "sqlite" else "EXPLAIN "
    found = []
    for sql, values in sorted(town.statements.items()):
        async with town.world.service.store.transaction() as tx:
            rows = await tx._link._driver.rows(explain + sql, values)  # type: ignore[attr-defined]
        found.append((sql, "\n".join(str(row[-1]) for row in rows)))
    return found


def _told(empty: Town, full: Town, plans: Sequence[tuple[str, str]]) -> bool:
    """Whether it was missed."""
    table = Table(full.name, "empty, ms", "full, ms", "ratio")
    for step in STEPS:
        table.add_row(step, *_row(empty.median(step), full.median(step)))
    table.add_row("the whole path", *_row(empty.path, full.path))
    table.add_row("of it in the database", *_row(empty.asked, full.asked))
    Console(width=110).print(table)
    for sql in _slowed(empty, full):
        took = tuple(statistics.median(one.taking[sql]) for one in (empty, full))
        print(f"{took[0]:.2f} -> {took[1]:.2f} ms, {len(full.taking[sql])} times: {' '.join(sql.split())[:160]}")
    walks = [
        (sql, line) for sql, plan in plans for line in plan.splitlines() if WALK.search(line) and NO_WALK not in sql
    ]
    print(f"{len(plans)} statements, {len(walks)} of them walk through a table that grows")
    for sql, line in walks:
        print(f"{line.strip()}\n    {' '.join(sql.split())[:300]}")
    return full.path > GOAL * empty.path or bool(walks)


def _slowed(empty: Town, full: Town) -> list[str]:
    """The statements that a full database costs most."""
    both = [sql for sql in full.taking if sql in empty.taking]
    return sorted(both, key=lambda sql: sum(empty.taking[sql]) - sum(full.taking[sql]))[:MOST_SLOWED]


def _row(empty: float, full: float) -> tuple[str, str, str]:
    return f"{empty:.1f}", f"{full:.1f}", f"{full / empty:.2f}"


if __name__ == "__main__":
    sys.exit(main())

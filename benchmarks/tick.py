"""What a tick of the timetable costs with few closed appeals and with a million, 200 of the open ones overdue.

    uv run python -m benchmarks.tick [--appeals 10000 1000000] [--ticks 15] [--only sqlite]

Two kinds of ticks: the first, at which 200 overdue appeals are spoken of (reminders and escalation), and the usual one,
at which everything was said already. The usual ones are medians, taken in turn on the small and on the large database;
the first can be taken only once on each. Exits 1 if a usual tick costs more than twice.
"""

import argparse
import asyncio
import logging
import math
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.archive import NOW, batches, district, fill
from benchmarks.postgres import Postgres, postgres
from bot.bells import Bells
from bot.calendar_ru import russian_calendar
from bot.dialogs.events import Person
from bot.photo_room import PhotoRoom
from bot.usecases.acting import expire_silent
from bot.usecases.escalating import escalate
from bot.usecases.forgetting import forget_handled
from bot.usecases.reminding import remind
from bot.usecases.sending_digests import send_digests
from bot.usecases.service import Service
from bot.usecases.store import Binding
from bot.usecases.wake import wake
from bot.words import Words
from storage import schema
from storage.database import open_engine
from storage.photo_files import PhotoFiles
from storage.store import SqlStore

DATABASES = ("sqlite", "postgresql")
DUE, YEARS, SETTLEMENTS = 200, 5, 20
# Monday, eleven in the morning: desks work, and digests are due.
MOMENT = NOW + timedelta(hours=2)
GOAL = 2.0
WARM_UP = 999
# What reminders and escalations leave behind for what was late once.
TRACES = (
    "INSERT INTO reminders (number, chat, occasion) SELECT number, 'telegram:-1', 'late' FROM appeals"
    " WHERE closed_at IS NOT NULL AND id % 5 = 0",
    "INSERT INTO escalations (number, step, at) SELECT number, 'head', filed_at FROM appeals"
    " WHERE closed_at IS NOT NULL AND id % 10 = 0",
)
Job = Callable[[], Awaitable[object]]


@dataclass
class Town:
    """One filled database with its service; milliseconds of each job."""

    database: str
    appeals: int
    service: Service
    first: dict[str, float] = field(default_factory=dict)
    usual: dict[str, list[float]] = field(default_factory=dict)

    def jobs(self) -> dict[str, Job]:
        return {
            "remind": partial(remind, self.service),
            "escalate": partial(escalate, self.service),
            "send_digests": partial(send_digests, self.service, self.service.calendar),
            "expire_silent": partial(expire_silent, self.service),
            "wake": partial(wake, self.service),
            "forget_handled": partial(forget_handled, self.service),
        }

    async def speaks(self) -> None:
        """The first tick; how long a digest takes is another question (`benchmarks.digest`)."""
        for name, job in self.jobs().items():
            self.first[name] = await _timed(job)
        self.first["send_digests"] = math.nan

    async def ticks(self) -> None:
        for name, job in self.jobs().items():
            self.usual.setdefault(name, []).append(await _timed(job))

    def usually(self, name: str) -> float:
        return statistics.median(self.usual[name])

    @property
    def tick(self) -> float:
        return sum(self.usually(name) for name in self.usual)


async def _timed(job: Job) -> float:
    began = perf_counter()
    await job()
    return (perf_counter() - began) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tick", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--appeals", type=int, nargs=2, default=[10_000, 1_000_000], help="closed ones: few and many")
    parser.add_argument("--ticks", type=int, default=15)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="otklik-tick-") as folder:
        ratios = asyncio.run(_all(options, Path(folder)))
    return 0 if max(ratios) <= GOAL else 1


async def _all(options: argparse.Namespace, folder: Path) -> list[float]:
    ratios = []
    for database in DATABASES:
        if options.only not in (None, database):
            continue
        async with AsyncExitStack() as stack:
            server = stack.enter_context(postgres(folder)) if database == "postgresql" else None
            # What the first of all pays, fonts and compiled questions, is paid before the clock runs.
            warm, few, many = [
                await stack.enter_async_context(_town(database, count, folder, server))
                for count in (WARM_UP, *options.appeals)
            ]
            for one in (warm, few, many):
                await one.speaks()
            for _ in range(options.ticks):
                for one in (few, many):
                    await one.ticks()
            ratios.append(_print(few, many))
    return ratios


@asynccontextmanager
async def _town(database: str, count: int, folder: Path, server: Postgres | None) -> AsyncIterator[Town]:
    url = await server.new() if server else f"sqlite+aiosqlite:///{folder / f'{count}.db'}"
    engine = open_engine(url)
    try:
        await schema.upgrade(engine)
        began = perf_counter()
        await fill(url, _without_steps(count))
        service = _service(engine, folder / f"{database}{count}")
        await _settle(engine, service)
        print(f"{database}: {count} closed appeals written in {perf_counter() - began:.0f} s", flush=True)
        yield Town(database, count, service)
    finally:
        await engine.dispose()


def _without_steps(count: int) -> Iterator[tuple[str, list[Any]]]:
    """Nothing that the clock does asks for the history of what is closed."""
    for table, rows in batches(count, DUE, YEARS, SETTLEMENTS):
        if table in ("residents", "appeals"):
            yield table, rows


async def _settle(engine: AsyncEngine, service: Service) -> None:
    """Chats for the desks, a head and the coordinator; and the traces of what was late once."""
    then = MOMENT - timedelta(days=100)
    async with service.store.transaction() as tx:
        bound = [Binding(f"telegram:-{at}", "desk", one.code) for at, one in enumerate(service.district.desks, 1)]
        bound.append(Binding("telegram:900", "head", service.district.settlements[0].code))
        bound.append(Binding("telegram:901", "coordinator", ""))
        for one in bound:
            await tx.bindings.add(one, Person("telegram:1", "Иван"), then)
    async with engine.begin() as connection:
        for trace in TRACES:
            await connection.execute(text(trace))
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE" if engine.dialect.name == "postgresql" else "PRAGMA optimize"))


def _service(engine: AsyncEngine, media: Path) -> Service:
    known = district(SETTLEMENTS)
    return Service(
        store=SqlStore(engine),
        district=known,
        words=Words(known.locale, known.time_zone),
        triage=cast("Any", None),
        photos=PhotoRoom(PhotoFiles(media)),
        messengers={},
        clock=lambda: MOMENT,
        bell=Bells(),
        calendar=russian_calendar(),
    )


def _print(few: Town, many: Town) -> float:
    columns = (f"{one.appeals} closed, ms" for one in (few, many))
    table = Table(few.database, *columns, "ratio", "first time, ms", "", "ratio")
    for name in few.usual:
        usual, first = (few.usually(name), many.usually(name)), (few.first[name], many.first[name])
        table.add_row(name, *_row(*usual), *_row(*first))
    table.add_row("a whole tick", *_row(few.tick, many.tick))
    Console(width=120).print(table)
    return many.tick / few.tick


def _row(few: float, many: float) -> tuple[str, str, str]:
    return ("", "", "") if math.isnan(few) else (f"{few:.1f}", f"{many:.1f}", f"{many / few:.2f}")


if __name__ == "__main__":
    sys.exit(main())

"""The week's digest of a settlement and of the district, with few closed appeals and with a million.

    uv run python -m benchmarks.digest [--appeals 10000 1000000] [--years 5] [--settlements 20] [--only sqlite]

Times are medians of five digests, reading and counting together, without the picture; the time of the picture is
printed too. The appeals are spread evenly over the years and the settlements, 200 more are open and overdue.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.archive import NOW, batches, district, fill
from benchmarks.postgres import postgres
from bot.calendar_ru import russian_calendar
from bot.dialogs.digest_chart import digest_chart
from bot.figures.period import Period, read_month, read_week
from bot.pictures.digest import draw_digest
from bot.usecases.digesting import Digesting
from bot.words import Words
from storage import schema
from storage.database import open_engine
from storage.store import SqlStore

DATABASES = ("sqlite", "postgresql")
WEEK, MONTH = read_week("2026-W47"), read_month("2026-10")
OPEN, TIMES = 200, 5
SETTLEMENT = "village03"
GOAL = 1.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds for each digest; `received` is how many messages the settlement's week had."""

    database: str
    appeals: int
    received: int
    settlement: float
    district: float
    month: float
    picture: float


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="otklik-digest-") as folder:
        taken = asyncio.run(_all(options, Path(folder)))
    _print(taken)
    return 0 if all(one.settlement < GOAL for one in taken) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.digest", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--appeals", type=int, nargs="+", default=[10_000, 1_000_000], help="how many are closed")
    parser.add_argument("--years", type=int, default=5, help="over which they were filed")
    parser.add_argument("--settlements", type=int, default=20)
    parser.add_argument("--only", choices=DATABASES, help="one database instead of both")
    return parser.parse_args()


async def _all(options: argparse.Namespace, folder: Path) -> list[Taken]:
    found = []
    if options.only in (None, "sqlite"):
        for count in options.appeals:
            found.append(await _one("sqlite", f"sqlite+aiosqlite:///{folder}/{count}.db", count, options))
    if options.only in (None, "postgresql"):
        with postgres(folder) as server:
            for count in options.appeals:
                found.append(await _one("postgresql", await server.new(), count, options))
    return found


async def _one(database: str, url: str, count: int, options: argparse.Namespace) -> Taken:
    engine = open_engine(url)
    try:
        await schema.upgrade(engine)
        await fill(url, batches(count, OPEN, options.years, options.settlements))
        digesting = Digesting(SqlStore(engine), district(options.settlements), russian_calendar())
        digest = await digesting.of_settlement(SETTLEMENT, WEEK, NOW)
        chart = digest_chart(digest, "Поселение", digesting.district)
        words, before = Words("ru", digesting.district.time_zone), perf_counter()
        draw_digest(chart, words)
        picture = perf_counter() - before
        taken = Taken(
            database=database,
            appeals=count,
            received=digest.now.received,
            settlement=await _median(_week(digesting, WEEK)),
            district=await _median(lambda: digesting.of_district(WEEK, NOW)),
            month=await _median(_week(digesting, MONTH)),
            picture=picture,
        )
        # Filling a million takes minutes: whoever breaks off has seen what there was.
        print(taken, file=sys.stderr)
        return taken
    finally:
        await engine.dispose()


def _week(digesting: Digesting, period: Period) -> Callable[[], Awaitable[object]]:
    return lambda: digesting.of_settlement(SETTLEMENT, period, NOW)


async def _median(ask: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(TIMES):
        before = perf_counter()
        await ask()
        taken.append(perf_counter() - before)
    return statistics.median(taken)


def _print(found: list[Taken]) -> None:
    table = Table(title=f"A digest, seconds (goal: a settlement's week under {GOAL:g})")
    for name in ("database", "closed appeals", "its week received", "settlement's week", "settlement's month"):
        table.add_column(name, justify="right")
    for name in ("district's week", "picture"):
        table.add_column(name, justify="right")
    for one in found:
        times = (one.settlement, one.month, one.district, one.picture)
        table.add_row(one.database, f"{one.appeals:,}", str(one.received), *(f"{seconds:.2f}" for seconds in times))
    Console(width=130).print(table)


if __name__ == "__main__":
    raise SystemExit(main())

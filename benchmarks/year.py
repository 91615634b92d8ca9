"""A simulated year of a district, through the real use-cases and a real database, with every promise watched.

    uv run python -m benchmarks.year [--year 2026] [--appeals 520] [--seed 26] [--postgres]

Residents write as they do in a real district of that size; desks are busy, brisk or lazy; in October a hundred people
write of one outage. Every half hour of the day and every hour of the night the clock's own work is done and watched: no
reminder outside a desk's hours, none twice and none forgotten, every overdue appeal reaches its head, each digest comes
once and is what the export's rows come to. Exits 1 when a promise was broken.
"""

import argparse
import asyncio
import heapq
import itertools
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.postgres import Postgres, postgres
from benchmarks.processes import ROOT
from benchmarks.simulated.arrivals import Arrival, arrivals
from benchmarks.simulated.habits import BRISK, BUSY, LAZY, Deed, Habits, officials_deeds, residents_deed
from benchmarks.simulated.watch import Watch
from bot.appeals.appeal import Appeal, Photo
from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.appeals.status import Action, next_status
from bot.dialogs.draft import Draft, Said
from bot.dialogs.effects import Act
from bot.dialogs.events import KeptPhoto, Person
from bot.dialogs.resident.states import Confirming, Talk
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.sameness import Sameness
from bot.usecases.acting import expire_silent
from bot.usecases.codec import dump_talk
from bot.usecases.escalating import escalate
from bot.usecases.reminding import remind
from bot.usecases.sending_digests import send_digests
from storage import schema
from storage.database import open_engine
from tests.pictures.photographs import encoded, street
from tests.usecases.outage import strikes
from tests.usecases.people import Official
from tests.usecases.world import World

STEP, NIGHT_STEP = timedelta(minutes=30), timedelta(hours=1)
OUTAGE = (10, 14, 7)
CROWD = 100


@dataclass
class Year:
    """The district of one year: its people, and what is going to happen, by the moment."""

    world: World
    desks: dict[str, Official]
    watch: Watch
    dice: random.Random
    pictures: Sequence[Photo]
    plans: list[tuple[datetime, int, str, Deed]] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=itertools.count)
    done: Counter[str] = field(default_factory=Counter)
    happened: bool = False

    @property
    def _district(self) -> District:
        return self.world.service.district

    def habits(self, desk: str) -> Habits:
        """One settlement is lazy, one department brisk, the others are as people are."""
        codes = list(self.desks)
        return LAZY if desk == codes[1] else BRISK if desk == "utilities" else BUSY

    def plan(self, number: str, deed: Deed, desk: str = "") -> None:
        """Officials count in their working time, mostly; residents by the clock on the wall."""
        now = self.world.now
        works = desk and self.dice.random() >= self.habits(desk).weekends
        at = self.world.service.desk_time(desk).after(now, deed.after) if works else now + deed.after
        heapq.heappush(self.plans, (at, next(self.serial), number, deed))

    def begins(self, number: str, desk: str) -> None:
        """The desk takes it up: its deeds follow one another."""
        total = timedelta(0)
        for deed in officials_deeds(self.habits(desk), self.dice):
            total += deed.after
            self.plan(number, Deed(total, deed.action, deed.text, deed.arg, deed.photos), desk)

    async def writes(self, one: Arrival) -> None:
        """A resident of their own stands before the last press: the conversation until then is a story of the tests."""
        resident = await self.world.neighbour(10_000 + next(self.serial), "Анна")
        photos = tuple(self.dice.sample(self.pictures, one.photos))
        draft = Draft((Said("0", one.text),), photos, topic=one.topic, place=one.place, kind=one.kind)
        async with self.world.service.store.transaction() as tx:
            await tx.talks.save(resident.chat, False, dump_talk(Talk(Confirming(draft), turn=1)), None)
        await resident.does(resident.sending())
        self.done["appeals"] += 1
        self.done["with photos"] += bool(one.photos)
        if "Я тоже" in resident.last.labels and self.dice.random() < 0.5:
            await resident.presses("Я тоже")
            self.done["joined one that was known"] += 1
            return
        if "Другая проблема" in resident.last.labels:
            await resident.presses("Другая проблема")
        appeal = await self.appeal(resident.number)
        self.begins(appeal.number, appeal.desk)

    async def appeal(self, number: str) -> Appeal:
        async with self.world.service.store.reading() as tx:
            found = await tx.appeals.get(number)
        assert found is not None
        return found

    async def does(self, number: str, deed: Deed) -> None:
        """If the status table allows it now; what was merged goes on under the other number."""
        appeal = await self.appeal(number)
        if next_status(appeal.status, deed.action) is None or appeal.merged:
            return
        desk = self.desks[appeal.desk]
        theirs = deed.action in (Action.REPLY, Action.RATE, Action.REOPEN)
        by = Person("telegram:1", "Анна") if theirs else desk.person
        until = None
        if deed.action is Action.EXTEND:
            start = max(appeal.solve_due_at, self.world.now)
            until = self.world.service.desk_time(appeal.desk).days_after(start, 5)
        photos = tuple(self.dice.sample(self.pictures, deed.photos))
        act = Act(number, deed.action, by, deed.text, arg=deed.arg, until=until, photos=photos)
        async with self.world.service.store.transaction() as tx:
            await self.world.actor(tx).act(act, desk.chat)
        self.done[deed.action.value] += 1
        answered = residents_deed(deed.action, self.dice)
        if answered is not None:
            self.plan(number, answered)
        if deed.action is Action.REOPEN:
            self.begins(number, appeal.desk)

    async def lives(self, year: int, count: int) -> None:
        start, end = (datetime(one, 1, 1, tzinfo=self._district.time_zone).astimezone(UTC) for one in (year, year + 1))
        coming = arrivals(self._district, year, count - CROWD, self.dice)
        following = next(coming, None)
        outage = datetime(year, *OUTAGE, tzinfo=UTC)
        moment = start
        while moment < end:
            self.happened = False
            while following is not None and following.at <= moment:
                await self._at(following.at)
                await self.writes(following)
                following = next(coming, None)
            if outage <= moment < outage + STEP:
                await self._at(outage)
                await self._outage()
            while self.plans and self.plans[0][0] <= moment:
                at, _, number, deed = heapq.heappop(self.plans)
                await self._at(at)
                await self.does(number, deed)
            await self._ticks(moment)
            moment += STEP if self._somebody_works(moment) else NIGHT_STEP

    def _somebody_works(self, moment: datetime) -> bool:
        return any(self.world.service.desk_time(code).is_open(moment + STEP) for code in self.desks)

    async def _at(self, moment: datetime) -> None:
        self.world.now = max(self.world.now, moment.astimezone(UTC))
        self.happened = True

    async def _outage(self) -> None:
        """A hundred people of one village within the hour, through the whole conversation."""
        crowd, told = await strikes(self.world, CROWD, seed=26)
        self.done["wrote of the outage"] += len(crowd)
        self.done["joined it"] += told.joined
        rows = await self.world.rows("SELECT number, desk FROM appeals WHERE incident_at IS NOT NULL AND merged = ''")
        for row in rows:
            self.begins(str(row["number"]), str(row["desk"]))

    async def _ticks(self, moment: datetime) -> None:
        world = self.world
        if self.happened:
            await world.settle()
        await self._at(moment)
        await self.watch.before()
        closed = await expire_silent(world.service)
        told = await remind(world.service) + await escalate(world.service)
        written = await send_digests(world.service, world.service.calendar)
        if closed + told + written:
            await world.settle()
        await self.watch.after()


async def _year(folder: Path, engine: AsyncEngine, options: argparse.Namespace) -> Year:
    district, morphology = load_district(ROOT / "district.toml"), Pymorphy()
    await schema.upgrade(engine)
    world = World(engine, folder / "media", district, Dispatcher(district, morphology))
    world.change(sameness=Sameness(morphology, district.repeats))
    world.now = datetime(options.year, 1, 1, tzinfo=district.time_zone).astimezone(UTC) - timedelta(days=2)
    desks = {
        one.code: await world.desk(one.code, f"telegram:-{100 + index}", f"Иван{index}")
        for index, one in enumerate(district.desks)
    }
    heads = {
        one.code: await world.bound("head", one.code, f"vk:{2_000_000_000 + index}", f"Глава{index}")
        for index, one in enumerate(district.settlements)
    }
    coordinator = await world.bound("coordinator", "", "telegram:-999", "Куратор")
    pictures = [await world.service.photos.keep(encoded(street(seed, (320, 240), False))) for seed in range(12)]
    kept = [Photo(one.file, one.fingerprint) for one in pictures if isinstance(one, KeptPhoto)]
    year = Year(world, desks, Watch(world, desks, heads, coordinator), random.Random(options.seed), kept)
    await year.lives(options.year, options.appeals)
    return year


async def _on_sqlite(folder: Path, options: argparse.Namespace) -> Year:
    engine = open_engine(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    try:
        return await _year(folder, engine, options)
    finally:
        await engine.dispose()


async def _on_postgres(folder: Path, server: Postgres, options: argparse.Namespace) -> Year:
    engine = open_engine(await server.new())
    try:
        return await _year(folder, engine, options)
    finally:
        await engine.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.year", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--year", type=int, default=2026)
    parser.add_argument("--appeals", type=int, default=520)
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="otklik-year-") as name:
        folder = Path(name)
        if options.postgres:
            with postgres(folder) as server:
                year = asyncio.run(_on_postgres(folder, server, options))
        else:
            year = asyncio.run(_on_sqlite(folder, options))
    _print(year, perf_counter() - began)
    return 1 if year.watch.wrong else 0


def _print(year: Year, seconds: float) -> None:
    console, table = Console(width=110), Table("in the year", "how many")
    for name, count in (*sorted(year.done.items()), *sorted(year.watch.seen.items())):
        table.add_row(name, str(count))
    table.add_row("seconds that it took", str(round(seconds)))
    console.print(table)
    for one in year.watch.wrong[:40]:
        console.print(one, style="red")
    console.print("every promise was kept" if not year.watch.wrong else f"{len(year.watch.wrong)} promises were broken")


if __name__ == "__main__":
    sys.exit(main())

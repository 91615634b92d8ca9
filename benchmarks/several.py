"""How much faster an inbox is worked through by 2 and 4 processes than by one, on one PostgreSQL.

    uv run python -m benchmarks.several [--chats 200] [--messages 5] [--workers 1 2 4] [--runs 2] [--kill-every SECONDS]

Real processes of `otklik run --role work`, warmed up and then given the same inbox: so many residents with so many
messages each. Letters are written, nobody sends them: the platforms are not what is measured. The clock runs until the
last message is handled; exits 1 if any was handled out of its turn, twice, or put aside. With --kill-every one worker
after another is killed (SIGKILL) in the middle of it and another takes its place: the same is asked for. All processes
and PostgreSQL share the CPUs of the machine: with two of them, two workers are what there is room for. Whoever kills
the benchmark itself ends them all. Let a worker live longer than its start takes: else nobody ever gets to work.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.filing import TEXTS, cpu_seconds
from benchmarks.ground import Ground, prepared
from benchmarks.postgres import postgres
from benchmarks.processes import Started, started
from benchmarks.settings import service_environment, service_settings
from bot.dialogs.events import MessageSent, Person
from bot.usecases.platform import Update
from storage.store import SqlStore

WITHIN = 300.0
WARM_UP = 20
# Longer than a run: nobody's draft is to be woken in the middle.
QUIET = 30.0
LEFT = text("SELECT count(*) FROM updates WHERE state = 0 AND key LIKE :run")
WRONG = text("SELECT count(*) FROM updates WHERE state = 2 OR attempts > 0")


@dataclass(frozen=True, slots=True)
class Speed:
    """Messages a second by the clock, and the CPU time of all workers together for one, in milliseconds."""

    a_second: float
    cpu_ms: float
    killed: int = 0


class Trouble(Exception):
    """What was not as it should be."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.several", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--messages", type=int, default=5)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--kill-every", type=float, metavar="SECONDS")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="otklik-several-") as folder:
        try:
            speeds = asyncio.run(_all(options, Path(folder)))
        except (Trouble, TimeoutError) as trouble:
            print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
            return 1
    _print(speeds)
    return 0


async def _all(options: argparse.Namespace, folder: Path) -> dict[int, list[Speed]]:
    """In turn, so that a busy minute of the machine harms all of them alike."""
    speeds: dict[int, list[Speed]] = {one: [] for one in options.workers}
    with postgres(folder) as server:
        for _ in range(options.runs):
            for workers in options.workers:
                speed = await _speed(workers, options, folder, await server.new())
                speeds[workers].append(speed)
                killed = f", {speed.killed} killed" if options.kill_every else ""
                print(f"{workers} at work: {speed.a_second:.0f} a second, {speed.cpu_ms:.1f} ms{killed}", flush=True)
    return speeds


async def _speed(workers: int, options: argparse.Namespace, folder: Path, database: str) -> Speed:
    """Raises Trouble."""
    settings = service_settings(folder, None, None, database=database, quiet=QUIET)
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(prepared(settings))
        crew = Crew(stack, service_environment(settings), folder / f"{workers}.log")
        for _ in range(workers):
            await crew.grow()
        await _write(ground, "warm", WARM_UP * workers, 2)
        await _handled(ground.engine, "warm")
        await _calm(crew.running)
        await _write(ground, "run", options.chats, options.messages)
        began, used = perf_counter(), _used(crew.running)
        async with _killing(crew, options.kill_every):
            await _handled(ground.engine, "run")
        seconds, used = perf_counter() - began, crew.lost + _used(crew.running) - used
        await _check(ground, options.chats, options.messages)
    count = options.chats * options.messages
    return Speed(count / seconds, used * 1000 / count, crew.killed)


@dataclass
class Crew:
    """The workers there are now; how many were killed, and what CPU time those had used."""

    stack: AsyncExitStack
    environment: dict[str, str]
    log: Path
    running: list[Started] = field(default_factory=list)
    killed: int = 0
    lost: float = 0.0

    async def grow(self) -> None:
        beginning = started(
            ["-m", "bot", "run", "--role", "work"],
            environment=self.environment,
            ready=lambda line: "«Отклик» работает" in line,
            log=self.log,
        )
        self.running.append(await self.stack.enter_async_context(beginning))

    def kill(self) -> None:
        """The one that has worked longest, wherever it is."""
        victim = self.running.pop(0)
        self.lost += cpu_seconds(victim.id)
        victim.process.kill()
        self.killed += 1


@asynccontextmanager
async def _killing(crew: Crew, every: float | None) -> AsyncIterator[None]:
    """While the block lasts; at its end nobody is on the way any more."""

    async def rage(seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            crew.kill()
            await crew.grow()

    if every is None:
        yield
        return
    raging = asyncio.create_task(rage(every))
    try:
        yield
    finally:
        raging.cancel()
        await asyncio.gather(raging, return_exceptions=True)


async def _write(ground: Ground, run: str, chats: int, messages: int) -> None:
    """Residents who have agreed long ago, and all that they have written, in one transaction."""
    now = datetime.now(UTC)
    people = [Person(f"telegram:{run.encode().hex()}{one}", f"Житель {one}") for one in range(chats)]
    async with SqlStore(ground.engine).transaction() as tx:
        for one in people:
            resident = await tx.residents.of_chat(one.address, one.name, now)
            await tx.residents.consent(resident.id, "1", now)
        written = [
            Update(f"{run}:{at}:{which}", one.address, False, _message(one, at, which))
            for which in range(messages)
            for at, one in enumerate(people)
        ]
        await tx.inbox.add(written, now)


def _message(person: Person, at: int, which: int) -> MessageSent:
    words = TEXTS[at % len(TEXTS)] if which == 0 else f"И ещё: {which}-й день так"
    return MessageSent(str(which), person, words)


async def _handled(engine: AsyncEngine, run: str) -> None:
    async with asyncio.timeout(WITHIN):
        while await _count(engine, LEFT, run=f"{run}:%"):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.05)


async def _count(engine: AsyncEngine, question: object, **values: object) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(question, values)).scalar_one())  # type: ignore[call-overload]


async def _calm(running: Sequence[Started]) -> None:
    """Until everybody has loaded what is loaded after the start."""
    before = -1.0
    while (used := _used(running)) - before > 0.3 * len(running):
        before = used
        await asyncio.sleep(1)


def _used(running: Sequence[Started]) -> float:
    return sum(cpu_seconds(one.id) for one in running)


async def _check(ground: Ground, chats: int, messages: int) -> None:
    """Every draft holds its words once, in their order."""
    wrong = await _count(ground.engine, WRONG)
    async with ground.engine.connect() as connection:
        states = [
            row[0] for row in await connection.execute(text("SELECT state FROM talks WHERE chat LIKE '%72756e%'"))
        ]
    later = [f"И ещё: {which}-й день так" for which in range(1, messages)]
    for state in states:
        places = [state.find(one) for one in later]
        wrong += -1 in places or places != sorted(places) or any(state.count(one) > 1 for one in later)
    if wrong or len(states) != chats:
        raise Trouble(f"{wrong} wrong, {len(states)} of {chats} talks")


def _print(speeds: dict[int, list[Speed]]) -> None:
    table = Table("workers", "messages a second", "of the first", "CPU ms a message", "of the first")
    first = next(iter(speeds.values()))
    for workers, several in speeds.items():
        rate, cpu = _median(several, "a_second"), _median(several, "cpu_ms")
        ratios = f"{rate / _median(first, 'a_second'):.2f}", f"{cpu / _median(first, 'cpu_ms'):.2f}"
        table.add_row(str(workers), f"{rate:.0f}", ratios[0], f"{cpu:.1f}", ratios[1])
    console = Console(width=100)
    console.print(table)
    console.print(f"Medians of {len(first)} runs on {len(os.sched_getaffinity(0))} CPUs.")


def _median(several: Sequence[Speed], what: str) -> float:
    return float(statistics.median(getattr(one, what) for one in several))


if __name__ == "__main__":
    sys.exit(main())

"""An hour's flood in minutes: how long taking a message in takes, and whether memory stays flat.

    uv run python -m benchmarks.flood [--messages 10000] [--a-second 20] [--postgres]

The real command `otklik run` with its webhook, paced as always; Telegram is a server of our own that holds the limits
of speed. Residents write five messages each, at moments drawn by a seed, whether the service is ready or not, as
Telegram brings them: a message is accepted when the answer 200 comes, which is after its commit. Its clock runs here,
from before it is written to the socket until the answer is read, in a process that wants the processor too: how late
that one was itself is told, and is in every figure. Then it goes on until all of them are handled. Exits 1 when the
99th part of accepting takes 100 ms, when anything is lost, put aside or refused for speed, or when memory after the
first fifth of the messages grows by more than a tenth.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from pydantic import SecretStr
from sqlalchemy import text

from benchmarks.filing import TEXTS, cpu_seconds
from benchmarks.ground import Ground, prepared
from benchmarks.idle import READY, resident_megabytes
from benchmarks.platforms import Platform, both_platforms
from benchmarks.postgres import postgres
from benchmarks.processes import Started, started
from benchmarks.settings import service_environment, service_settings
from storage.database import reading
from storage.store import SqlStore

GOAL_MS, GROWTH = 100.0, 1.1
EACH, SECRET = 5, "flood-secret"
# As many as Telegram opens to a webhook by default.
CONNECTIONS = 40
WITHIN = 1800.0
CALM = 8.0
COUNTS = text("SELECT state, count(*) FROM updates WHERE key LIKE 'telegram:%' GROUP BY state")
WAITING = text("SELECT (SELECT count(*) FROM updates WHERE state = 0), (SELECT count(*) FROM letters WHERE state = 0)")
FAILED = text("SELECT count(*) FROM letters WHERE state = 2")


@dataclass
class Flood:
    """What was seen of it: milliseconds of accepting in the order of arrival, megabytes each second.

    `late` is by how many milliseconds this process woke later than it wanted to: what the machine takes from everybody.
    """

    accepted: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    refused: int = 0
    memory: list[tuple[int, float]] = field(default_factory=list)
    deepest: tuple[int, int] = (0, 0)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.flood", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--a-second", type=float, default=20, help="an hour's flood of 10,000 is 2.8 a second")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="otklik-flood-")))
        server = stack.enter_context(postgres(folder)) if options.postgres else None
        return asyncio.run(_run(options, folder, server))


async def _run(options: argparse.Namespace, folder: Path, server: object) -> int:
    database = await server.new() if server else None  # type: ignore[attr-defined]
    async with both_platforms(folder, limits=True) as (telegram, _):
        settings = service_settings(folder, telegram, None, database=database).model_copy(
            update={"telegram_mode": "webhook", "telegram_secret": SecretStr(SECRET)}
        )
        site = f"http://127.0.0.1:{settings.http_port}"
        environment = service_environment(settings) | {"OTKLIK_PUBLIC_URL": site}
        async with prepared(settings) as ground:
            people = [await _resident(telegram, one) for one in range(-(-options.messages // EACH))]
            await _agree(ground, people)
            run = started(["-m", "bot", "run"], environment=environment, ready=_is_ready, log=folder / "service.log")
            async with run as service:
                await _calm(service)
                hook = f"{site}/telegram/{telegram.token.partition(':')[0]}"
                flood, used, began = Flood(), cpu_seconds(service.id), perf_counter()
                watching = asyncio.create_task(_watch(flood, ground, service))
                await _pour(flood, hook, people, options)
                poured = perf_counter() - began
                handled = await _handled(ground, options.messages)
                seconds = perf_counter() - began
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
                used = cpu_seconds(service.id) - used
            too_fast = int((await telegram.do("stats"))["refused_by_limits"])
            async with reading(ground.engine) as connection:
                failed = int((await connection.execute(FAILED)).scalar_one())
    print(f"{options.messages} messages brought in {poured:.0f} s, all handled after {seconds:.0f} s, ", end="")
    print(f"{used * 1000 / options.messages:.0f} ms of CPU each; at most {flood.deepest[0]} updates and ", end="")
    print(f"{flood.deepest[1]} letters waited; {too_fast} refused for speed, {failed} letters failed")
    return _judged(flood, options.messages, handled and not too_fast and not failed)


async def _resident(telegram: Platform, number: int) -> int:
    return int((await telegram.do("user", name=f"Житель{number}", started=True))["id"])


async def _agree(ground: Ground, people: Sequence[int]) -> None:
    """They have agreed long ago: an hour of floods is no hour of acquaintances."""
    now = datetime.now(UTC)
    async with SqlStore(ground.engine).transaction() as tx:
        for number, one in enumerate(people):
            resident = await tx.residents.of_chat(f"telegram:{one}", f"Житель{number}", now)
            await tx.residents.consent(resident.id, "1", now)


def _is_ready(line: str) -> bool:
    return READY in line


async def _calm(service: Started) -> None:
    """Until what is loaded after the start is loaded: nothing more comes into its memory."""
    before = 0.0
    while (size := resident_megabytes(service.id)) - before > 1:
        before = size
        await asyncio.sleep(CALM)


async def _pour(flood: Flood, hook: str, people: Sequence[int], options: argparse.Namespace) -> None:
    dice, moment, began = random.Random(26), 0.0, perf_counter()
    connector = TCPConnector(limit=CONNECTIONS)
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    session = ClientSession(connector=connector, headers=headers, timeout=ClientTimeout(total=60))
    async with session, asyncio.TaskGroup() as together:
        for number in range(options.messages):
            moment += dice.expovariate(options.a_second)
            await asyncio.sleep(max(began + moment - perf_counter(), 0))
            flood.late.append((perf_counter() - began - moment) * 1000)
            together.create_task(_bring(flood, session, hook, _update(number, people)))


async def _bring(flood: Flood, session: ClientSession, hook: str, update: dict[str, object]) -> None:
    """Telegram brings again what was not taken; that counts as one long time."""
    began = perf_counter()
    while True:
        async with session.post(hook, json=update) as answer:
            if answer.status == 200:
                break
        flood.refused += 1
        await asyncio.sleep(0.5)
    flood.accepted.append((perf_counter() - began) * 1000)


def _update(number: int, people: Sequence[int]) -> dict[str, object]:
    """First what happened, later a word about it."""
    who, which = people[number % len(people)], number // len(people)
    name = f"Житель{number % len(people)}"
    words = TEXTS[number % len(TEXTS)] if which == 0 else f"И ещё: {which}-й день так"
    sender = {"id": who, "is_bot": False, "first_name": name}
    chat = {"id": who, "type": "private", "first_name": name}
    # Far from the numbers that the server itself gives.
    message = {"message_id": 1_000_000 + number, "date": int(datetime.now(UTC).timestamp()), "chat": chat}
    return {"update_id": 1 + number, "message": message | {"from": sender, "text": words}}


async def _watch(flood: Flood, ground: Ground, service: Started) -> None:
    while True:
        flood.memory.append((len(flood.accepted), resident_megabytes(service.id)))
        async with reading(ground.engine) as connection:
            row = (await connection.execute(WAITING)).one()
        flood.deepest = (max(flood.deepest[0], row[0]), max(flood.deepest[1], row[1]))
        await asyncio.sleep(1)


async def _handled(ground: Ground, messages: int) -> bool:
    """Whether each was handled once and none put aside. Raises TimeoutError."""
    async with asyncio.timeout(WITHIN):
        while True:
            async with reading(ground.engine) as connection:
                found = {row[0]: row[1] for row in (await connection.execute(COUNTS)).all()}
            if not found.get(0):
                return found.get(1, 0) >= messages and not found.get(2)
            await asyncio.sleep(0.5)


def _judged(flood: Flood, messages: int, whole: bool) -> int:
    times = sorted(flood.accepted)
    p99 = times[int(len(times) * 0.99)]
    print(
        f"accepting: median {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f}, "
        f"p99 {p99:.1f}, longest {times[-1]:.0f}; {flood.refused} times not taken at once"
    )
    own = sorted(flood.late)
    print(f"this process itself was late by {statistics.median(own):.1f} ms, p99 {own[int(len(own) * 0.99)]:.1f}")
    # The first fifth fills what is bounded: caches, pools, the pages of the database.
    early = [size for count, size in flood.memory if messages * 0.2 <= count <= messages * 0.3]
    late = [size for _, size in flood.memory[-max(len(flood.memory) // 10, 1) :]]
    grown = statistics.median(late) / statistics.median(early) if early else 0.0
    first, most = flood.memory[0][1], max(size for _, size in flood.memory)
    print(
        f"memory: {first:.0f} MB before, {statistics.median(early or [0]):.0f} after a fifth, "
        f"{statistics.median(late):.0f} at the end, at most {most:.0f}: {grown:.2f} of what it was after a fifth"
    )
    lost = messages - len(times)
    print("everything was taken and handled once" if whole and not lost else "SOMETHING WAS LOST, PUT ASIDE OR REFUSED")
    return int(not (whole and not lost and p99 < GOAL_MS and grown <= GROWTH))


if __name__ == "__main__":
    sys.exit(main())

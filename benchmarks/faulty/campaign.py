"""A campaign from its first word to its verdict: used by the benchmark and, in short, by the tests."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.faulty.book import Book, Course
from benchmarks.faulty.crew import Crew
from benchmarks.faulty.databases import Database, SmallDisk, SmallFiles
from benchmarks.faulty.desks import Desk
from benchmarks.faulty.ears import Ears
from benchmarks.faulty.residents import Resident
from benchmarks.faulty.verdict import Evidence, Verdict, judged, read_ledger, waiting
from benchmarks.faulty.weather import Weather
from benchmarks.settings import busy_district
from bot.usecases.binding import invite
from storage import schema
from storage.database import open_engine
from storage.store import SqlStore
from tests.e2e.people import PATIENCE
from tests.e2e.processes import nursery
from tests.e2e.town import Platforms, platforms

AT_ONCE = 24
DESKS = ("tretyakovo", "prechistoe")
OFFICIALS = ("Ольга", "Игорь", "Сергей")
PLACES = {"tretyakovo": ("Бабино", "Залужье", "Троицкое"), "prechistoe": ("Добрино", "Воронцово", "Пречистое")}
PROBLEMS = ("не горит фонарь", "не вывозят мусор", "сломаны качели", "заросло кладбище", "упало дерево")
NAMES = ("Анна", "Пётр", "Мария", "Николай", "Галина", "Виктор", "Елена", "Юрий")


@dataclass(frozen=True, slots=True)
class Order:
    """How large a campaign is; `processes` of the service share the work where the database allows it."""

    people: int
    rounds: int
    seed: int = 26
    processes: int = 1
    longest: float = 3.0
    patience: float = 60.0
    at_once: int = AT_ONCE
    progress: Callable[[str], None] = lambda line: None


@dataclass(frozen=True, slots=True)
class Outcome:
    book: Book
    verdict: Verdict
    weather: Weather
    kills: int
    exits: list[int]
    seconds: float
    errors: int


async def campaign(
    order: Order, folder: Path, database: Database, disk: SmallDisk | SmallFiles, cradle: object = None
) -> Outcome:
    """`folder` for logs, `disk` for photos; the database is empty."""
    began, book, dice = time.monotonic(), Book(), random.Random(order.seed)
    async with AsyncExitStack() as stack:
        around = await stack.enter_async_context(platforms(folder))
        born = cradle or await stack.enter_async_context(nursery())
        engine = open_engine(database.url)
        stack.push_async_callback(engine.dispose)
        await schema.upgrade(engine)
        environment = around.environment(
            OTKLIK_DATABASE_URL=database.url,
            OTKLIK_MEDIA_DIR=str(disk.folder / "media"),
            OTKLIK_DISTRICT=str(busy_district(folder)),
        )
        crew = Crew(born, environment, folder, order.processes)  # type: ignore[arg-type]
        ears = Ears(around)
        await stack.enter_async_context(ears.listening())
        tell = lambda line: order.progress(f"{book.done:4} of {order.people} thanked; {line}")  # noqa: E731
        weather = Weather(around, crew, database, disk, dice, order.longest, tell)
        exits = await _lived(order, around, engine, crew, ears, weather, book, stack)
        ledger = await read_ledger(engine)
        evidence = Evidence(
            book, ledger, around, disk.folder / "media", crew.moments, [*weather.outages, *_lost_turns(crew)]
        )
        verdict = judged(evidence)
        verdict.broken += [f"a process ended with {one}" for one in exits if one]
        errors = sum(len(re.findall(r"\[error|Traceback", one.read_text(errors="replace"))) for one in crew.logs)
        return Outcome(book, verdict, weather, len(crew.moments), exits, time.monotonic() - began, errors)


def _lost_turns(crew: Crew) -> list[tuple[float, float]]:
    """When a process, by its own log, was not the sender any more: what it had on its way another one sent too."""
    words = "\n".join(one.read_text(errors="replace") for one in crew.logs)
    found = re.findall(r"(?m)^(\S+Z) .*action=stop_leading what=send:telegram", words)
    return [(moment, moment) for moment in (datetime.fromisoformat(one).timestamp() for one in found)]


async def _lived(
    order: Order,
    around: Platforms,
    engine: AsyncEngine,
    crew: Crew,
    ears: Ears,
    weather: Weather,
    book: Book,
    stack: AsyncExitStack,
) -> list[int]:
    """Desks are bound in fair weather; then all talk while everything goes wrong; then all is said to its end."""
    desks = [(desk, platform) for desk in DESKS for platform in ("telegram", "vk")]
    people: list[asyncio.Task[None]] = []
    stack.callback(lambda: [one.cancel() for one in people])
    for place in range(crew.size):
        await crew.born(place)
    await around.telegram.polled(PATIENCE)
    await around.vk.feed.polled.wait(PATIENCE)
    for desk, platform in desks:
        await _open_desk(around, engine, ears, book, people, desk, platform)
    residents = [_resident(index, around, ears, book) for index in range(order.people)]
    people.append(asyncio.create_task(_all_talk(residents, order.at_once)))
    await weather.rages(order.rounds, lambda: book.done / order.people)
    await _until_done(order, book, ears, lambda: waiting(engine))
    return await crew.ends()


async def _open_desk(
    around: Platforms,
    engine: AsyncEngine,
    ears: Ears,
    book: Book,
    people: list[asyncio.Task[None]],
    desk: str,
    platform: str,
) -> None:
    office = around.chat(platform, desk, OFFICIALS)
    number = office.group.id if platform == "telegram" else office.group.peer_id
    one = Desk(platform, office.seats, ears.of(platform, number), book)
    people.append(asyncio.create_task(one.lives()))
    office.seat.says(f"/start {await invite(SqlStore(engine), 'desk', desk, datetime.now(UTC))}")
    await asyncio.wait_for(one.bound.wait(), PATIENCE)


async def _all_talk(residents: Sequence[Resident], at_once: int) -> None:
    """So many at a time."""
    room = asyncio.Semaphore(at_once)

    async def lives(one: Resident) -> None:
        async with room:
            await one.lives()

    await asyncio.gather(*(lives(one) for one in residents))


def _resident(index: int, around: Platforms, ears: Ears, book: Book) -> Resident:
    """Half of them on each platform, every third with a photo."""
    platform = ("telegram", "vk")[index % 2]
    seat = around.resident(platform, NAMES[index // 2 % len(NAMES)])
    places = PLACES[DESKS[index // 2 % len(DESKS)]]
    place, problem = places[index // 4 % len(places)], PROBLEMS[index // 12 % len(PROBLEMS)]
    words = (f"{place}, {problem}, столб {index}", f"заметили на этой неделе, запись {index}")
    course = Course(index, platform, f"{platform}:{seat.fake.id}", words, photo=index % 3 == 0)
    book.courses.append(course)
    return Resident(seat, ears.of(platform, seat.fake.id), course, book)


async def _until_done(order: Order, book: Book, ears: Ears, left: Callable[[], Awaitable[int]]) -> None:
    """Until everybody was thanked and nothing waits, or for too long nothing has happened."""
    heard, since = (-1, -1), time.monotonic()
    shown = 0.0
    while book.done < len(book.courses) or await left():
        now = (book.done, ears.heard)
        if now != heard:
            heard, since = now, time.monotonic()
        if time.monotonic() - since > order.patience:
            book.troubles.append(f"nothing has happened for {order.patience:.0f} s")
            return
        if time.monotonic() - shown > 5:
            shown = time.monotonic()
            order.progress(f"{book.done:4} of {len(book.courses)} thanked; fair weather")
        await asyncio.sleep(0.2)

"""How near the courier comes to the platforms' published limits without being refused once, and what an answer waits.

    uv run python -m benchmarks.sending [--seconds 130] [--vk-seconds 40] [--addresses 500] [--only telegram]

Servers of our own hold the limits and refuse whoever is too fast: Telegram 30 messages in any second, one a second to a
chat, 20 in any minute to a group; VK 20 calls in any second. The real courier with the real messengers has a digest to
500 addresses to send, again and again, and one chat and one group that always have more to hear; meanwhile every second
somebody is answered. Prints the shares of the limits that were reached, the refusals, and how long answers waited from
their commit to the platform's answer. Exits 1 below 95 %, at any refusal, at an answer later than 2 s, or out of order.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks.platforms import Platform, both_platforms
from benchmarks.settings import service_settings
from bot.bootstrap import House, open_house
from bot.dialogs.effects import Say
from bot.dialogs.message import message
from bot.usecases.writing import Writer
from storage.database import reading

GOAL, LATEST = 0.95, 2.0
WARM_UP = 3.0
LIMITS = {"telegram": 30, "vk": 20}
GROUP, MINUTE = 20, 60.0
SENT = text("SELECT chat, key, sent_at, created_at, messages FROM letters WHERE state = 1 ORDER BY id")
TROUBLED = text("SELECT count(*) FROM letters WHERE attempts > 0 OR state = 2")


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that the platform has taken; moments in seconds."""

    chat: str
    kind: str
    at: float
    waited: float
    message: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table; `share` of a limit."""

    what: str
    share: float
    a_second: float


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sending", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=130, help="of Telegram; a group needs 61, or better 121")
    parser.add_argument("--vk-seconds", type=float, default=40)
    parser.add_argument("--addresses", type=int, default=500)
    parser.add_argument("--only", choices=list(LIMITS))
    options = parser.parse_args()
    failed = False
    for name in [options.only] if options.only else LIMITS:
        seconds = options.seconds if name == "telegram" else options.vk_seconds
        with tempfile.TemporaryDirectory(prefix="otklik-sending-") as folder:
            failed |= not asyncio.run(_run(name, Path(folder), seconds, options.addresses))
    return int(failed)


async def _run(name: str, folder: Path, seconds: float, addresses: int) -> bool:
    async with both_platforms(folder, limits=True) as (telegram, vk):
        server: Platform = telegram if name == "telegram" else vk
        settings = service_settings(folder, telegram if name == "telegram" else None, vk if name == "vk" else None)
        async with open_house(settings, roles=frozenset({"send"})) as house:
            people = [await _person(server, f"Житель {one}") for one in range(addresses + int(seconds) + 1)]
            official = await _person(server, "Ольга")
            group = await server.group("Отдел", [official])
            running = [asyncio.create_task(loop()) for loop in house.loops]
            while name not in house.messengers:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)
            await asyncio.sleep(1)
            began, used = datetime.now(UTC), process_time()
            crowd, waiting = people[:addresses], people[addresses:-1]
            await _write_all(house, name, crowd, people[-1], group, seconds)
            await _answer_each_second(house, name, waiting)
            used = process_time() - used
            for one in running:
                one.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            sent, troubled = await _sent(house, began)
            refused = await _refused(server)
    outcomes = _outcomes(name, sent, seconds)
    return _told(name, outcomes, sent, refused, troubled, used / seconds)


async def _person(server: Platform, name: str) -> int:
    """Somebody the bot may write to."""
    if server.name == "telegram":
        return int((await server.do("user", name=name, started=True))["id"])
    number = await server.person(name)
    await server.do("allows", who=number)
    return number


async def _write_all(house: House, name: str, crowd: Sequence[int], busy: int, group: int, seconds: float) -> None:
    """More than can be sent meanwhile; who always has more to hear is waited for by somebody."""
    rounds = int(LIMITS[name] * (seconds + 10) / len(crowd)) + 1
    async with house.service.store.transaction() as tx:
        writer = Writer(tx, house.service.words, house.service.now())
        for one in range(int(seconds) + 10):
            await writer.say(f"{name}:{busy}", Say(message(f"По порядку, {one}"), key="chat"))
            if name == "telegram" and one < 2 * GROUP + 1:
                await writer.say(f"{name}:{group}", Say(message(f"Отделу, {one}"), key="group"))
        for one in range(rounds):
            digest = Say(message(f"Сводка, часть {one}. " + "Решено, объяснено, ждёт ответа. " * 10), key="bulk")
            await writer.in_bulk().say_to_each([(f"{name}:{who}", None) for who in crowd], digest)
    house.bells.ring()


async def _answer_each_second(house: House, name: str, waiting: Sequence[int]) -> None:
    for who in waiting:
        async with house.service.store.transaction() as tx:
            writer = Writer(tx, house.service.words, house.service.now())
            await writer.say(f"{name}:{who}", Say(message("Спасибо, записали. Номер придёт сейчас."), key="answer"))
        house.bells.ring()
        await asyncio.sleep(1)


async def _sent(house: House, began: datetime) -> tuple[list[Sent], int]:
    async with reading(house.engine) as tx:
        rows = (await tx.execute(SENT)).all()
        troubled = (await tx.execute(TROUBLED)).scalar_one()
    found = []
    for chat, kind, sent_at, created_at, messages in rows:
        at, written = (_moment(one, began) for one in (sent_at, created_at))
        found.append(Sent(chat, kind, at, at - written, int(messages.split(",")[0])))
    return found, troubled


def _moment(value: object, began: datetime) -> float:
    """SQLite gives text."""
    return (datetime.fromisoformat(str(value)).replace(tzinfo=UTC) - began) / timedelta(seconds=1)


async def _refused(server: Platform) -> int:
    stats = await server.do("stats")
    return int(stats["refused_by_limits"]) if server.name == "telegram" else sum(stats["errors"].values())


def _outcomes(name: str, sent: Sequence[Sent], seconds: float) -> list[Outcome]:
    span, limit = seconds - WARM_UP, LIMITS[name]
    counted = [one for one in sent if WARM_UP <= one.at < seconds]
    in_all = len(counted) / span
    found = [Outcome(f"{name}: all chats", in_all / limit, in_all)]
    if name == "telegram":
        chat = len([one for one in counted if one.kind == "chat"]) / span
        found.append(Outcome("telegram: one chat", chat, chat))
        times = [one.at for one in sent if one.kind == "group"]
        whole = (len(times) - 1) // GROUP * GROUP
        if whole:
            took = times[whole] - times[0]
            found.append(Outcome("telegram: one group", whole / GROUP * MINUTE / took, whole / took))
    return found


def _told(
    name: str, outcomes: Sequence[Outcome], sent: Sequence[Sent], refused: int, troubled: int, cpu: float
) -> bool:
    answers = sorted(one.waited for one in sent if one.kind == "answer")
    table = Table("what", "share of the limit", "a second")
    for one in outcomes:
        table.add_row(one.what, f"{one.share:.1%}", f"{one.a_second:.2f}")
    Console(width=120).print(table)
    disordered = _disordered(sent)
    print(
        f"{name}: {len(sent)} letters, {refused} refused for speed, {troubled} in any trouble, {disordered} out of "
        "order; "
        f"{len(answers)} answers waited {statistics.median(answers):.2f} s (median), at most {answers[-1]:.2f} s; "
        f"{cpu:.0%} of a CPU"
    )
    reached = all(one.share >= GOAL for one in outcomes)
    return reached and not refused and not troubled and not disordered and answers[-1] <= LATEST


def _disordered(sent: Sequence[Sent]) -> int:
    """Letters that stand in their chat before one written earlier."""
    last: dict[str, int] = {}
    count = 0
    for one in sent:
        count += last.get(one.chat, 0) >= one.message
        last[one.chat] = one.message
    return count


if __name__ == "__main__":
    sys.exit(main())

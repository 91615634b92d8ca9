"""One run of the service for the throughput: chats bound, residents agreed, then messages filed against the clock."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from benchmarks import alike, echo
from benchmarks.crowd import Crowd, Tally, echo_crowd, filing_crowd
from benchmarks.ground import Ground, prepared
from benchmarks.processes import Started, started
from benchmarks.service import READY
from benchmarks.settings import service_environment, service_settings
from storage.columns import State
from storage.database import reading
from storage.tables import appeals, letters
from tests.servers.telegram import TelegramServer

# Clear at once, for all eight desks: topic and place are read from the words, one press files it.
TEXTS = (
    "В Бабино у магазина не горит фонарь",
    "В Булгаково у школы не горит фонарь",
    "В Пречистом у почты не горит фонарь",
    "В Озёрном на Кольцевой не горит фонарь",
    "В Духовщине на Советской не горит фонарь",
    "В Третьяково у магазина большая яма на дороге",
    "В Спас-Углах третий день нет воды в кране",
    "В Ерышах у почты не вывозят мусор из контейнеров",
)
WITHIN = 300.0
WARM_UP = 1
# One resident may file ten messages an hour.
MOST_EACH = 8


class LostOrDoubled(Exception):
    """How many of what there is."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Messages a second by the clock, and milliseconds of the measured process's own CPU time for one."""

    tally: Tally
    cpu: float

    @property
    def a_second(self) -> float:
        return self.tally.messages / self.tally.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000 / self.tally.messages


async def echo_speed(people: int, rounds: int, cpu: int) -> Speed:
    """What the library alone does: one update in, one message out."""
    with TemporaryDirectory(prefix="otklik-echo-") as folder:
        async with TelegramServer(journal=False) as server:
            arguments, log = ["-m", "benchmarks.echo", server.url, server.token], Path(folder) / "echo.log"
            async with started(arguments, ready=lambda line: echo.READY in line, log=log, cpu=cpu) as bot:
                return await _measured(echo_crowd(server, people), rounds, bot)


async def alike_speed(people: int, rounds: int, cpu: int) -> Speed:
    """What the library alone takes for the calls of a filed message: two updates in, five calls out."""
    with TemporaryDirectory(prefix="otklik-alike-") as folder:
        async with TelegramServer(journal=False) as server:
            desk = server.group("Отдел", [server.user("Ольга")], silent=True)
            arguments = ["-m", "benchmarks.alike", server.url, server.token, str(desk.id), "Отправить", "Номер"]
            log = Path(folder) / "alike.log"
            async with started(arguments, ready=lambda line: alike.READY in line, log=log, cpu=cpu) as bot:
                crowd = filing_crowd(server, people, TEXTS, ("", "Отправить"), "Номер")
                return await _measured(crowd, rounds, bot)


async def filing_speed(people: int, rounds: int, cpu: int, database: str | None) -> Speed:
    """`database` None is an SQLite file in a temporary folder. Raises LostOrDoubled."""
    with TemporaryDirectory(prefix="otklik-filing-") as folder:
        async with TelegramServer(journal=False) as server:
            settings = service_settings(Path(folder), server, None, database=database, quiet=0)
            async with prepared(settings) as ground:
                arguments, log = ["-m", "benchmarks.service"], Path(folder) / "service.log"
                environment = service_environment(settings)
                service = started(
                    arguments, environment=environment, ready=lambda line: READY in line, log=log, cpu=cpu
                )
                async with service as running:
                    await _bind(server, ground)
                    speed = await _measured(_crowd(server, ground, people), rounds, running)
                await _check(ground, people * (rounds + WARM_UP))
                return speed


async def _measured(crowd: Crowd, rounds: int, running: Started) -> Speed:
    """The first round is not counted: there residents agree, and caches fill."""
    await crowd.lives(WARM_UP, WITHIN)
    before = cpu_seconds(running.id)
    tally = await crowd.lives(rounds, WITHIN)
    return Speed(tally, cpu_seconds(running.id) - before)


async def _bind(server: TelegramServer, ground: Ground) -> None:
    """Every desk of the district gets a chat, by a real code."""
    said = ground.words.text("bound-desk", title="").split(":")[0]
    for desk in ground.district.desks:
        official = server.user("Ольга")
        group = server.group(desk.name, [official], silent=True)
        official.in_(group).writes(f"/start {await ground.code_for_desk(desk.code)}")
        await group.sees_text(said, within=30)


def _crowd(server: TelegramServer, ground: Ground, people: int) -> Crowd:
    text = ground.words.text
    number = text("filed-number", number="\0").partition("\0")[0]
    labels = (text("button-agree"), text("button-another-problem"), text("button-send"))
    return filing_crowd(server, people, TEXTS, labels, number)


async def _check(ground: Ground, count: int) -> None:
    async with reading(ground.engine) as tx:
        filed = (await tx.execute(select(func.count()).select_from(appeals))).scalar_one()
        cards = (await tx.execute(select(func.count()).where(letters.c.post == "card"))).scalar_one()
        failed = (await tx.execute(select(func.count()).where(letters.c.state == State.SET_ASIDE))).scalar_one()
    if (filed, cards, failed) != (count, count, 0):
        raise LostOrDoubled(f"{count} written, {filed} filed, {cards} cards, {failed} letters failed")


def cpu_seconds(process: int) -> float:
    """What the process and its threads have used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

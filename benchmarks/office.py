"""How fast the coordinator's desk shows its list among 100,000 appeals, beside a plain Starlette page.

`uv run python -m benchmarks.office [--appeals 100000] [--rounds 200] [--database URL]`: one core, one request after
another, over ASGI without a network; the whole way from the cookie to the gzipped page.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import httpx
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from benchmarks.ground import prepared
from bot.bootstrap import open_house
from bot.settings import Settings
from bot.usecases.binding import serve
from bot.usecases.entering import Entering, Link, digest
from bot.usecases.writing import Writer
from storage.tables import appeals, history, residents

CHAT = "telegram:-1"
WORDS = (
    "Не горит фонарь у дома, вечером темно идти",
    "Мусор не вывозят вторую неделю, контейнеры полные",
    "На дороге яма, колесо пробил",
    "Нет воды с утра, когда дадут",
    "Собаки бегают стаей у школы",
    "Во дворе скользко, посыпьте, пожалуйста",
)
LISTS = {
    "open": "",
    "overdue": "?overdue=1",
    "all, the first page": "?status=all",
    "all, a page in the middle": "?status=all&before={middle}",
    "one settlement, all": "?status=all&settlement={settlement}",
    "one desk and topic, all": "?status=all&desk={desk}&topic={topic}",
    "some days of long ago": "?status=all&from={first}&to={last}",
    "urgent, closed": "?status=closed&urgent=1",
    "waiting for a vote": "?status=answered",
    "a number": "?status=all&q={number}",
    "words, many found": "?status=all&q=фонари",
    "words, none found": "?status=all&q=верблюд",
    "words in one settlement": "?status=all&q=вода&settlement={settlement}",
}


def rows(district: object, count: int, now: datetime) -> Iterator[dict[str, object]]:
    """Years of a district: nearly all is closed, some hundreds are open."""
    dice = random.Random(1)
    settlements = [one.code for one in district.settlements]  # type: ignore[attr-defined]
    desks = [one.code for one in district.desks]  # type: ignore[attr-defined]
    topics = list(district.topics)  # type: ignore[attr-defined]
    for one in range(1, count + 1):
        filed = now - timedelta(minutes=20 * (count - one))
        fresh = one > count - 600
        status = dice.choice(("new", "in_work", "asked", "answered", "closed")) if fresh else "closed"
        answered = filed + timedelta(hours=20) if status in ("answered", "closed") else None
        yield {
            "number": f"{filed.year % 100:02d}-{one:06d}",
            "resident": 1,
            "chat": "telegram:1",
            "topic": dice.choice(topics),
            "settlement": dice.choice(settlements),
            "desk": dice.choice(desks),
            "address": "улица Мира",
            "text": f"{dice.choice(WORDS)}. {dice.choice(WORDS)}",
            "status": status,
            "filed_at": filed,
            "due_at": filed + timedelta(days=2),
            "answer_due_at": filed + timedelta(days=1),
            "solve_due_at": filed + timedelta(days=2),
            "answered_at": answered,
            "closed_at": answered if status == "closed" else None,
            "urgent": "gas" if dice.random() < 0.005 else "",
        }


async def fill(engine: AsyncEngine, district: object, count: int, now: datetime) -> None:
    made = list(rows(district, count, now))
    async with engine.begin() as connection:
        await connection.execute(insert(residents).values(id=1, name="Анна", since=now))
        for at in range(0, count, 5000):
            await connection.execute(insert(appeals), made[at : at + 5000])
        said = {"at": now, "actor": "", "actor_name": "Анна", "action": "file"}
        await connection.execute(insert(history), [{"appeal": one, **said} for one in range(1, 1001)])
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))


async def timed(client: httpx.AsyncClient, path: str, rounds: int) -> tuple[float, float, int]:
    """Median and p95 in milliseconds, and the size of the answer as it goes over the wire."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = await client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    cuts = quantiles(spent, n=20)
    return cuts[9], cuts[18], answer.num_bytes_downloaded


async def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--appeals", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--database", default="")
    given = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite+aiosqlite:///{folder}/office.db"
        settings = Settings(_env_file=None, database_url=url, media_dir=Path(folder), public_url="http://desk.test")
        async with prepared(settings) as ground:
            await fill(ground.engine, ground.district, given.appeals, now)
        async with open_house(settings, clock=lambda: now) as house:
            service, code = house.service, "c" * 22
            async with service.store.transaction() as tx:
                from bot.dialogs.events import Person
                from bot.usecases.acting import Actor

                actor = Actor(service, tx, Writer(tx, service.words, now), now)
                await serve(tx, actor, CHAT, "coordinator", "", Person("telegram:1", "Ольга"), now)
                await tx.sessions.offer(digest(code), Link(CHAT, now + timedelta(minutes=5)))
            secret = await Entering(service).enter(code, "Ольга")
            middle = (now - timedelta(minutes=10 * given.appeals)).timestamp()
            long_ago = (now - timedelta(minutes=15 * given.appeals)).date()
            district = service.district
            parts = {
                "middle": f"{int(middle * 1_000_000)}.{given.appeals}",
                "settlement": district.settlements[0].code,
                "desk": district.desks[0].code,
                "topic": next(iter(district.topics)),
                "first": long_ago,
                "last": long_ago + timedelta(days=7),
                "number": f"{now.year % 100:02d}-{given.appeals:06d}",
            }
            app = house.app()
            plain = Starlette(routes=[Route("/", _plain)])
            async with (
                httpx.AsyncClient(transport=httpx.ASGITransport(plain), base_url="http://desk.test") as beside,
                httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client,
            ):
                client.cookies.set("otklik_office", secret, path="/office")
                usual = await timed(beside, "/", given.rounds)
                print(f"{given.appeals} appeals, {given.rounds} rounds each, one core; milliseconds")
                print(f"{'a plain Starlette page':32} median {usual[0]:7.1f}  p95 {usual[1]:7.1f}")
                for name, query in LISTS.items():
                    median, p95, size = await timed(client, "/office/" + query.format(**parts), given.rounds)
                    print(f"{name:32} median {median:7.1f}  p95 {p95:7.1f}  {size:7} bytes")
                for name, path in {"map": "map", "figures, 12 weeks": "figures"}.items():
                    median, p95, size = await timed(client, f"/office/{path}", max(given.rounds // 10, 5))
                    print(f"{name:32} median {median:7.1f}  p95 {p95:7.1f}  {size:7} bytes")


async def _plain(_request: object) -> HTMLResponse:
    return HTMLResponse("<!doctype html><title>a page</title><p>words</p>")


if __name__ == "__main__":
    asyncio.run(main())

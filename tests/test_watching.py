"""How the process is, as machines see it: ready or why not, and figures that Prometheus can read."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.bootstrap import House, open_house
from bot.dialogs.events import MessageSent, Person
from bot.roles import ROLES, Role
from bot.running import jobs
from bot.settings import Settings
from bot.usecases.delivering import deliver_waiting
from bot.usecases.minding_jobs import MindingJobs
from bot.usecases.platform import Update
from bot.usecases.readiness import Question
from bot.usecases.working import handle_waiting
from bot.watching import Watching
from tests.e2e.town import free_port

ROOT = Path(__file__).parents[1]
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)


class Scene:
    """A house that nobody runs, and a machine that asks how it is."""

    def __init__(self, house: House, clock: list[datetime]) -> None:
        self.house, self.clock = house, clock
        self.watching = Watching(house, jobs(house))
        transport = httpx.ASGITransport(self.watching.app())
        self.machine = httpx.AsyncClient(transport=transport, base_url="http://localhost")

    async def why_not(self) -> list[str]:
        answer = await self.machine.get("/readyz")
        told = answer.json()
        assert (answer.status_code == 200) is told["ready"] is (told["reasons"] == [])
        return list(told["reasons"])

    async def figures(self) -> dict[str, float]:
        """Each sample by its name and labels, as Prometheus reads it."""
        answer = await self.machine.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        return {
            f"{one.name}{sorted(one.labels.values())}": one.value
            for family in text_string_to_metric_families(answer.text)
            for one in family.samples
        }


async def scene_of(folder: Path, roles: frozenset[Role] = ROLES, **more: Any) -> AsyncIterator[Scene]:
    settings = Settings(
        _env_file=None,
        district=ROOT / "district.toml",
        database_url=f"sqlite+aiosqlite:///{folder / 'otklik.db'}",
        media_dir=folder / "media",
        http_port=free_port(),
        **more,
    )
    clock = [MORNING]
    async with open_house(settings, clock=lambda: clock[0], roles=roles) as house:
        yield Scene(house, clock)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async for one in scene_of(tmp_path):
        yield one


async def test_a_house_that_works_is_ready(scene: Scene) -> None:
    assert (await scene.machine.get("/healthz")).text == "ok"
    assert await scene.why_not() == []


async def test_a_loop_that_broke_and_a_process_that_ends_are_not_ready(scene: Scene) -> None:
    scene.watching.loops.broke["send:vk"] = asyncio.get_running_loop().time()
    scene.watching.loops.stopping = True
    assert await scene.why_not() == ["stopping", "broken and started again: send:vk"]


async def test_a_timetable_that_nobody_minds_is_told_by_those_who_could(tmp_path: Path) -> None:
    for role in ("work", "web"):
        async for scene in scene_of(tmp_path, frozenset[Role]({role})):
            scene.clock[0] += timedelta(minutes=4)
            wanted = ["nobody minds the timetable"] if role == "work" else []
            assert await scene.why_not() == wanted
            if role == "work":
                await MindingJobs(scene.house.service).run("wake", lambda: asyncio.sleep(0))
                await asyncio.sleep(1.05)  # an answer serves for a second
                assert await scene.why_not() == []


async def test_an_older_schema_and_a_broken_database_are_told_without_a_secret(scene: Scene) -> None:
    async with scene.house.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert await scene.why_not() == ["the database's schema is older than the program"]
    async with scene.house.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE jobs RENAME TO gone")
    scene.watching = Watching(scene.house, jobs(scene.house))
    assert await scene.watching.readiness.troubles() == ["the database fails: QueryFailed"]


async def test_where_the_database_hangs_the_answer_still_comes() -> None:
    asked = []
    hanging = asyncio.Event()

    async def hangs() -> str:
        asked.append(1)
        await hanging.wait()
        return "here"

    question = Question(hangs, within=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await asyncio.gather(*(question.answer() for _ in range(50))) == [None] * 50
    assert await question.answer() is None
    assert loop.time() - began < 1
    assert asked == [1], "it is not asked again while it hangs"
    hanging.set()
    await asyncio.sleep(0)
    assert await question.answer() == "here"


async def test_prometheus_reads_what_waits_and_what_was_done(scene: Scene) -> None:
    house = scene.house
    anna = Update("1", "web:anna", False, MessageSent("1", Person("web:anna", "Анна"), "/помощь"))
    boris = Update("2", "web:boris", False, MessageSent("2", Person("web:boris", "Борис"), "/помощь"))
    await house.accept([anna])
    await handle_waiting(house.service)
    await deliver_waiting(house.service, "web")
    await house.accept([boris])
    house.hearing.ear("vk", "listen").heard()
    await house.hearing.write_down(house.service.store)
    scene.clock[0] += timedelta(minutes=3)
    found = await scene.figures()
    assert found["otklik_database_up[]"] == 1
    assert found["otklik_inbox_updates[]"] == 1
    assert found["otklik_inbox_age_seconds[]"] == 180
    assert found["otklik_letters_total['refused', 'web']"] == 1, "no page of ours has such an address"
    for step in ("accept", "prepare", "converse", "deliver"):
        assert found[f"otklik_step_seconds_count['{step}']"] >= 1
    assert found["otklik_channel_heard_timestamp_seconds['listen', 'vk']"] == MORNING.timestamp()
    assert found["otklik_disk_free_bytes['photos']"] > 0
    assert {"otklik_appeals_due[]", "otklik_appeals_overdue[]", "otklik_updates_parked[]"} <= found.keys()
    assert any(one.startswith("otklik_build_info") for one in found)


async def test_the_figures_name_nobody_and_do_not_grow_with_people(scene: Scene) -> None:
    house = scene.house
    await scene.figures()
    rows = None
    for round_ in range(2):
        for one in range(3):
            name = f"Анна{round_}{one}"
            sent = MessageSent("1", Person(f"web:{name}", name), "В Бабино яма")
            await house.accept([Update(name, f"web:{name}", False, sent)])
        await handle_waiting(house.service)
        await deliver_waiting(house.service, "web")
        page = (await scene.watching.page()).decode()
        assert "Анна" not in page
        assert "Бабино" not in page
        assert rows in (None, page.count("\n"))
        rows = page.count("\n")


async def test_the_figures_come_without_the_database_too(scene: Scene) -> None:
    async with scene.house.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE alerts RENAME TO gone")
    found = await scene.figures()
    assert found["otklik_database_up[]"] == 0
    assert "otklik_inbox_updates[]" not in found


async def test_the_public_page_shows_no_figures(scene: Scene) -> None:
    scene.house.routes.append(scene.watching.route)
    transport = httpx.ASGITransport(scene.house.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as anybody:
        assert (await anybody.get("/healthz")).text == "ok"
        assert (await anybody.get("/readyz")).json() == {"ready": True, "reasons": []}
        assert (await anybody.get("/metrics")).status_code == 404

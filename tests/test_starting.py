"""The first seconds of a service: messages are taken at once; what asks the calendar waits until that is loaded."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot import running
from bot.bootstrap import open_house
from bot.settings import Settings
from scheduler import timetable
from scheduler.timetable import Job
from tests.e2e.town import free_port

ROOT = Path(__file__).parents[1]


async def test_the_timetable_begins_when_everything_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened, ticked, ready = list[str](), threading.Event(), asyncio.Event()

    async def tick() -> None:
        happened.append("tick")
        ticked.set()

    def load() -> None:
        ticked.wait(0.3)  # time enough for a timetable that did not wait
        happened.append("loaded")

    monkeypatch.setattr(timetable, "FIRST_LOOK", timedelta(0))
    monkeypatch.setattr(running, "jobs", lambda house: [Job("look", 60, tick)])
    database = f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"
    settings = Settings(_env_file=None, district=ROOT / "district.toml", database_url=database, media_dir=tmp_path)
    settings = settings.model_copy(update={"http_port": free_port()})
    async with open_house(settings) as house:
        house.loads[:] = [load]
        service = asyncio.create_task(running.run(house, ready=ready.set))
        async with asyncio.timeout(60):
            await ready.wait()
            await asyncio.to_thread(ticked.wait, 60)
        service.cancel()
        await asyncio.gather(service, return_exceptions=True)

    assert happened == ["loaded", "tick"]

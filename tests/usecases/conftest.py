"""The world of the stories, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.triage.dispatcher import Dispatcher
from tests.usecases.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def district() -> District:
    return load_district(ROOT / "district.toml")


@pytest.fixture(scope="session")
def dispatcher(district: District) -> Dispatcher:
    return Dispatcher(district)


@pytest.fixture
async def world(engine: AsyncEngine, tmp_path: Path, district: District, dispatcher: Dispatcher) -> World:
    return World(engine, tmp_path / "media", district, dispatcher)

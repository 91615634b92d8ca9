"""The world of the stories, on SQLite and on PostgreSQL."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.reading import Triage
from bot.triage.sameness import Sameness
from tests.usecases.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def district() -> District:
    district = load_district(ROOT / "district.toml")
    # The stories count whole days of nine hours; lunch has stories of its own.
    return replace(district, hours=replace(district.hours, lunch=None))


@pytest.fixture(scope="session")
def dispatcher(district: District) -> Triage:
    """Pure, so that what all the stories say is read once."""
    return cache(Dispatcher(district))


@pytest.fixture(scope="session")
def sameness(district: District) -> Sameness:
    return Sameness(Pymorphy(), district.repeats)


@pytest.fixture
async def village(world: World, sameness: Sameness) -> World:
    """A world in which the service knows what others wrote."""
    world.change(sameness=sameness)
    return world


@pytest.fixture
async def world(engine: AsyncEngine, tmp_path: Path, district: District, dispatcher: Triage) -> World:
    return World(engine, tmp_path / "media", district, dispatcher)

"""A village with open figures: the world of the stories, and the site that shows it."""

import pytest

from tests.open_figures.visitor import Town
from tests.usecases.conftest import dispatcher, district, world
from tests.usecases.world import World

__all__ = ["dispatcher", "district", "town", "world"]


@pytest.fixture
async def town(world: World) -> Town:
    """Open figures are on."""
    return Town(world)

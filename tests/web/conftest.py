"""The world of the desk's stories."""

import pytest

from tests.usecases.conftest import dispatcher, district
from tests.usecases.world import World
from tests.web.desk_scene import ADDRESS

__all__ = ["dispatcher", "district"]


@pytest.fixture
async def world(engine, tmp_path, district, dispatcher) -> World:  # type: ignore[no-untyped-def]
    made = World(engine, tmp_path / "media", district, dispatcher)
    made.change(public_url=ADDRESS)
    return made

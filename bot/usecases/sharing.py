"""How processes on one database keep out of each other's way: what one of them has taken the others leave alone."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

# Seconds between two looks of a stand-by, and between two looks whether what leads may still lead.
STAND_BY = 1.0
STILL = 0.25
# Seconds that what is in hand may take when the lead is over; what hangs is cut off then, and given up after the rest.
FINISHING, CUT = 5.0, 0.5


class Sharing(Protocol):
    """Names taken by this process; a process that dies or hangs loses them by itself."""

    @property
    def alone(self) -> bool:
        """Whether no other process can be there."""

    async def take(self, names: Sequence[str], most: int) -> frozenset[str]:
        """Those of the names that nobody had and this process has now: the first ones, not more than `most`."""

    async def give_back(self, names: Sequence[str]) -> None: ...

    def holds(self, name: str) -> bool:
        """Whether it is surely ours at this moment."""


class Alone:
    """The only process there is has everything."""

    alone = True

    async def take(self, names: Sequence[str], most: int) -> frozenset[str]:
        return frozenset(names[:most])

    async def give_back(self, names: Sequence[str]) -> None:
        return None

    def holds(self, name: str) -> bool:
        return True


async def leading(sharing: Sharing, name: str, loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs the loop while the name is ours, and stands by while another process has it; ends when the loop does."""
    while True:
        while not await _taken(sharing, name):  # noqa: ASYNC110 - it waits for another process
            await asyncio.sleep(STAND_BY)
        log.info("this process leads now", action="lead", what=name)
        running = asyncio.create_task(loop())
        try:
            while sharing.holds(name) and not running.done():
                await asyncio.wait([running], timeout=None if sharing.alone else STILL)
            if running.done():
                return running.result()
            log.warning("another process may lead now", action="stop_leading", what=name)
        finally:
            # Whatever is in hand is finished before anybody else may begin.
            for patience in (FINISHING, CUT):
                if not running.done():
                    running.cancel()
                    await asyncio.wait([running], timeout=patience)
            await _given_back(sharing, name)


async def _taken(sharing: Sharing, name: str) -> bool:
    try:
        return bool(await sharing.take([name], 1))
    except Exception as failure:
        log.warning("who leads cannot be asked", action="lead", what=name, error=type(failure).__name__)
        return False


async def _given_back(sharing: Sharing, name: str) -> None:
    try:
        await sharing.give_back([name])
    except Exception as failure:
        log.warning("what was led is not given back", action="lead", what=name, error=type(failure).__name__)

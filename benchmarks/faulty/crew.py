"""The processes of the service: born, killed at once, born again; told to end when all is over."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.processes import Child, Nursery
from tests.e2e.town import free_port


class Crew:
    """`moments` are the times of the kills, as `time.time()` tells them."""

    def __init__(self, cradle: Nursery, environment: Mapping[str, str], folder: Path, size: int) -> None:
        self._cradle, self._environment, self._folder, self.size = cradle, dict(environment), folder, size
        self._children: list[Child | None] = [None] * size
        self.moments: list[float] = []
        self.logs: list[Path] = []

    @property
    def pids(self) -> list[int]:
        return [one.id for one in self._children if one is not None]

    async def born(self, place: int) -> None:
        log = self._folder / f"service-{len(self.logs):03}.log"
        self.logs.append(log)
        environment = self._environment | {"OTKLIK_HTTP_PORT": str(free_port())}
        self._children[place] = await self._cradle.bears("run", environment=environment, log=log)

    async def killed(self, place: int, pause: float) -> None:
        """SIGKILL, and after a pause another takes its place."""
        child, self._children[place] = self._children[place], None
        if child is not None:
            self.moments.append(time.time())
            child.kill()
            await child.buried()
        await asyncio.sleep(pause)
        await self.born(place)

    async def ends(self) -> list[int]:
        """Told to end as an administrator would; the exit codes."""
        return [await one.ends() for one in self._children if one is not None]

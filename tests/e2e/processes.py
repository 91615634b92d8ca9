"""The real command as a process: started from nothing, or in a moment by the nursery; ended by any signal."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.people import PATIENCE

ROOT = Path(__file__).parents[2]


@dataclass
class Child:
    """A service born in the nursery."""

    id: int
    nursery: "Nursery"

    def kill(self) -> None:
        """SIGKILL, now."""
        os.kill(self.id, signal.SIGKILL)

    async def ends(self) -> int:
        """Tells it to end as an administrator would; its exit code."""
        os.kill(self.id, signal.SIGTERM)
        return await self.buried()

    async def buried(self) -> int:
        """How it ended: the exit code, or the signal as a negative number."""
        return int(await self.nursery.asked({"bury": self.id}))


class Nursery:
    """Reads its code while the tests begin; the first who asks waits for the rest of it."""

    def __init__(self, process: Process) -> None:
        self._process, self._is_ready = process, False
        self._turn = asyncio.Lock()

    async def bears(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        log: Path,
        ahead: float = 0.0,
        migrations: Path | None = None,
    ) -> Child:
        order = {"arguments": arguments, "environment": dict(environment), "log": str(log), "ahead": ahead}
        order["migrations"] = str(migrations or "")
        return Child(int(await self.asked(order)), self)

    async def asked(self, order: dict[str, Any]) -> str:
        assert self._process.stdin
        async with self._turn:
            if not self._is_ready:
                assert await self._line() == "ready"
                self._is_ready = True
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            return await self._line()

    async def _line(self) -> str:
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        assert line, "the nursery is gone"
        return line.decode().strip()


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    process = await _python("-m", "tests.e2e.nursery", environment={})
    try:
        yield Nursery(process)
    finally:
        await ended(process, signal.SIGKILL)


@asynccontextmanager
async def command(*arguments: str, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """`python -m bot ARGUMENTS`, killed at the end of the block if it has not ended by itself."""
    process = await _python("-m", "bot", *arguments, environment=environment)
    try:
        yield process
    finally:
        await ended(process, signal.SIGKILL)


async def says(process: Process, words: str) -> str:
    """Waits for a line with these words in it; all that was printed so far."""
    assert process.stdout
    seen = b""
    while words.encode() not in seen:
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert line, f"it ended without «{words}»:\n{seen.decode()}"
        seen += line
    return seen.decode()


async def ended(process: Process, by: signal.Signals) -> int:
    """Sends the signal, unless it is over; the exit code. The pipe is read to its end, or its owner would complain."""
    with suppress(ProcessLookupError):
        process.send_signal(by)
    await process.communicate()
    assert process.returncode is not None
    return process.returncode


async def _python(*arguments: str, environment: Mapping[str, str]) -> Process:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}
    more = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    # Where there is no .env of somebody's installation.
    return await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=STDOUT if arguments[1] == "bot" else None,
        env=clean | more | dict(environment),
        cwd=Path(__file__).parent,
    )

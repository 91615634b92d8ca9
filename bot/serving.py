"""What a process lives by: its HTTP servers and the signals to end; all of it leaves time to end more than itself."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette

from bot import supervisor

log = structlog.get_logger()

# Seconds that open connections may keep a stopping server.
FAREWELL = 3
# Seconds from the first signal to the end, whatever hangs; and from a second one.
LAST, HURRY = 9.0, 1.0
# «uv run» passes on the signal that the terminal has sent us already.
SAME = 0.5


class HouseServer(uvicorn.Server):
    """Serves until `should_exit`; `let_go` is called first when it ends. Signals are `Ending`'s business.

    Uvicorn would raise the signal anew and die of it before the letters on the wire are written down: they would be
    sent twice.
    """

    def __init__(self, app: Starlette, host: str, port: int, let_go: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=FAREWELL,
                server_header=False,
            )
        )
        self._let_go = let_go

    async def shutdown(self, sockets: Any = None) -> None:
        self._let_go()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Ending:
    """Hears Ctrl+C and SIGTERM. With `surely` the process is gone in time whatever hangs: a transaction that is not
    committed is as if it had never begun, and everything else is done anew after the start.
    """

    def __init__(self, *, surely: bool = False) -> None:
        self.told = asyncio.Event()
        self._surely, self._first = surely, 0.0
        self._timer: threading.Timer | None = None

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Signals are heard within the block; a process that ends `surely` hears them to its end."""
        loop = asyncio.get_running_loop()

        def hear(number: int, _frame: FrameType | None) -> None:
            self._limit()
            with suppress(RuntimeError):  # the loop is over, and the process nearly
                loop.call_soon_threadsafe(self._told, signal.Signals(number).name)

        before = {one: signal.signal(one, hear) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            if not self._surely:
                for one, handler in before.items():
                    signal.signal(one, handler)

    def closed(self) -> None:
        """Everything is kept and closed: a process that was told to end is gone, whatever its threads still do."""
        if self._surely and self._first:
            _vanish()

    def _told(self, name: str) -> None:
        log.info("told to end", action="stop", signal=name)
        self.told.set()

    def _limit(self) -> None:
        """Within the signal's handler: whatever it interrupts may hold the log's lock, so nothing is logged here."""
        now = time.monotonic()
        if not self._first:
            self._first = now
            supervisor.say(supervisor.STOPPING)
            self._within(LAST)
        elif now - self._first > SAME:
            self._within(HURRY)

    def _within(self, seconds: float) -> None:
        if not self._surely:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, _vanish)
        self._timer.daemon = True
        self._timer.start()


def _vanish() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)

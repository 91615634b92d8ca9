"""What a process lives by: the HTTP server, or a signal to end; both leave time to end more than themselves."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette

# Seconds that open connections may keep a stopping server.
FAREWELL = 3


class HouseServer(uvicorn.Server):
    """Serves until `should_exit`, which Ctrl+C and SIGTERM set; `let_go` is called first when it ends.

    Uvicorn would raise the signal anew and die of it before the letters on the wire are written down: they would be
    sent twice.
    """

    def __init__(self, app: Starlette, host: str, port: int, let_go: Callable[[], None]) -> None:
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
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


async def until_told(began: asyncio.Event) -> None:
    """A process without a page lives until Ctrl+C, SIGTERM or cancelled; `began` is set when it hears signals."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, told.set)
    try:
        began.set()
        await told.wait()
    finally:
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(one)

"""The Callback API: events posted to the bot's own address until it answers "ok"."""

import asyncio
import contextlib
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]

# VK does not say how long it waits between attempts; these seconds are for tests.
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.5)
PATIENCE = 10.0


@dataclass(slots=True)
class CallbackServer:
    """One address of the bot, with the kinds of events it asked for."""

    id: int
    url: str
    title: str
    secret: str
    enabled: set[str] = field(default_factory=set)
    status: str = "unconfigured"
    delivered: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)  # what came instead of "ok"

    def shown(self) -> Json:
        shown: Json = {"id": self.id, "title": self.title, "creator_id": 1, "url": self.url}
        return shown | {"secret_key": self.secret, "status": self.status}


class Callbacks:
    """Delivers in order what is answered at once; what has to be repeated comes later than newer events."""

    def __init__(self, community: int) -> None:
        self.community = community
        self.code = secrets.token_hex(4)
        self.servers: dict[int, CallbackServer] = {}
        self.pauses = PAUSES
        self._queue: asyncio.Queue[tuple[CallbackServer, Json]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._worker: asyncio.Task[None] | None = None
        self._http: aiohttp.ClientSession | None = None

    def add(self, url: str, title: str, secret: str) -> CallbackServer:
        server = CallbackServer(len(self.servers) + 1, url, title, secret)
        self.servers[server.id] = server
        return server

    def hear(self, event: Json) -> None:
        for server in self.servers.values():
            if server.status == "ok" and event["type"] in server.enabled:
                self._queue.put_nowait((server, event))
                if self._worker is None:
                    self._worker = self._start(self._deliver())

    async def confirm(self, server: CallbackServer) -> bool:
        """Ask the address for the confirmation code, as VK does before the first event."""
        server.status = "wait"
        question = {"type": "confirmation", "group_id": self.community}
        status, answer = await self._post(server, question, 0)
        server.status = "ok" if (status, answer) == (200, self.code) else "failed"
        if server.status == "failed":
            server.refused.append((status, answer))
        return server.status == "ok"

    def confirm_soon(self, server: CallbackServer) -> None:
        self._start(self.confirm(server))

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(self) -> None:
        while True:
            server, event = await self._queue.get()
            if not await self._attempt(server, event, 0):
                self._start(self._insist(server, event))

    async def _insist(self, server: CallbackServer, event: Json) -> None:
        for number, pause in enumerate(self.pauses, start=1):
            await asyncio.sleep(pause)
            if await self._attempt(server, event, number):
                return

    async def _attempt(self, server: CallbackServer, event: Json, number: int) -> bool:
        """True if the event needs no further attempt: "ok", or 410 Gone, which tells VK to give up."""
        status, answer = await self._post(server, event, number)
        if status == 200 and answer.strip() == "ok":
            server.delivered += 1
            return True
        server.refused.append((status, answer))
        return status == 410

    async def _post(self, server: CallbackServer, body: Json, number: int) -> tuple[int, str]:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        secret = {"secret": server.secret} if server.secret else {}
        headers = {"X-Retry-Counter": str(number)} if number else {}
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._http.post(server.url, json=body | secret, headers=headers) as answer:
                return answer.status, await answer.text()
        return 0, "no answer"

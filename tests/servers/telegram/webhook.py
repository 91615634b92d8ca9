"""The other way to tell updates: posting them to the bot, in order within a lane, again after a failure."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, ClientError, ClientSession, ClientTimeout, MultipartReader

from .arguments import Arguments
from .errors import bad_request
from .updates import Update, Updates


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    secret: str = ""
    connections: int = 40


class Webhook:
    """`pause` is the wait before the second retry in seconds, doubled each time; the first retry follows at once."""

    def __init__(self, updates: Updates, pause: float = 0.05) -> None:
        self.updates, self.pause = updates, pause
        self.target: Target | None = None
        self.error: tuple[int, str] | None = None  # when (Unix seconds) and what
        self.now: Callable[[], int] = lambda: 0
        self.run_method: Any = None  # carries out a method that came as the answer to an update
        self._lanes: dict[tuple[str, int], deque[Update]] = {}
        self._seen: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None
        self._free = asyncio.Semaphore(1)

    async def start(self, target: Target) -> None:
        await self.stop()
        self.target, self.error = target, None
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        self._free = asyncio.Semaphore(target.connections)
        self.updates.stop_poll("terminated by setWebhook request")
        self.updates.on_new = self.distribute
        self.distribute()

    async def stop(self) -> None:
        self.updates.on_new, self.target = None, None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._lanes.clear()
        self._seen.clear()
        if self._session:
            await self._session.close()

    def distribute(self) -> None:
        """Puts what is pending into lanes; from the newest back, so that a long queue is not walked again and again."""
        fresh = []
        for update_id in reversed(self.updates.pending):
            if update_id in self._seen:
                break
            fresh.append(self.updates.pending[update_id])
        for update in reversed(fresh):
            self._seen.add(update.id)
            lane = self._lanes.setdefault(update.lane, deque())
            lane.append(update)
            if len(lane) == 1:
                task = asyncio.get_running_loop().create_task(self._drain(lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: deque[Update]) -> None:
        while lane:
            failures = 0
            while not await self._told(lane[0]):
                await asyncio.sleep(self.pause * 2 ** (failures - 1) if failures else 0)
                failures += 1
            update = lane.popleft()
            self._seen.discard(update.id)
            self.updates.confirm(update)

    async def _told(self, update: Update) -> bool:
        assert self.target
        assert self._session
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.target.secret
        try:
            async with self._free, self._session.post(self.target.url, data=str(update), headers=headers) as answer:
                if 200 <= answer.status <= 299:
                    await self._obey(answer)
                    return True
                self.error = (self.now(), f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except TimeoutError:
            self.error = (self.now(), "Read timeout expired")
        except ClientError:
            self.error = (self.now(), "Connection refused")
        return False

    async def _obey(self, answer: Any) -> None:
        """A bot may answer an update with a method to carry out, as JSON or as a form."""
        if answer.content_type == "application/json":
            fields = await answer.json() if await answer.read() else {}
        elif answer.content_type == "multipart/form-data":
            fields = {}
            async for part in MultipartReader.from_response(answer):
                if isinstance(part, BodyPartReader):
                    fields[part.name] = await part.text()
        else:
            fields = {}
        if isinstance(fields, dict) and (method := fields.pop("method", "")) and not method.startswith("get"):
            await self.run_method(method, Arguments(fields))


def read_target(arguments: Arguments) -> Target:
    url, secret = arguments.text("url"), arguments.text("secret_token")
    parts = urlsplit(url)
    # Telegram takes https only; a test's bot listens on the loopback without a certificate.
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[\w-]*", secret, re.ASCII):
        raise bad_request("secret token contains unallowed characters")
    return Target(url, secret, arguments.integer("max_connections", 40, 1, 100))

"""Reads the Bots Long Poll; what was read is committed together with the mark up to which it was read."""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog
from aiohttp import ClientTimeout

from bot.handlers.vk.asking import ask
from bot.handlers.vk.community import community, turn_on_long_poll
from bot.handlers.vk.complete import Completing, Sleep
from bot.handlers.vk.errors import TOKEN_CODES, VKSaid
from bot.handlers.vk.shapes import Json, Malformed, table
from bot.usecases.hearing import Deaf, Ear
from bot.usecases.platform import Accept, Cursor, ReadCursor, TryLater

if TYPE_CHECKING:
    from vkbottle import API

WAIT = 25  # seconds VK holds a poll open while nothing happens
LONGEST_PAUSE = 64.0

OUTDATED, KEY_EXPIRED, LOST = 1, 2, 3  # `failed` of an answer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Server:
    """Where to ask, with which key, and after which event (`ts`)."""

    url: str
    key: str
    ts: str


class VKPolling:
    """`name` is the cursor's; `group_id` None means the community that the token belongs to."""

    def __init__(
        self,
        api: "API",
        group_id: int | None,
        accept: Accept,
        read_cursor: ReadCursor,
        name: str = "vk",
        *,
        ear: Ear | None = None,
        sleep: Sleep = asyncio.sleep,
        wait: int = WAIT,
    ) -> None:
        self._api, self._group_id = api, group_id
        self._accept, self._read_cursor, self._name = accept, read_cursor, name
        self._ear, self._sleep, self._wait = ear or Deaf(), sleep, wait
        self._server: _Server | None = None
        self._complete: Completing | None = None

    async def run(self) -> None:
        """Until cancelled. Trouble of any kind is met by asking the same again, after growing pauses."""
        troubles = 0
        while True:
            try:
                smooth = await self._turn()
                self._ear.heard()
            except Exception as trouble:
                smooth = False
                log.warning("long poll stumbled", action="vk.poll", **_told(trouble))
                notice(self._ear, trouble)
            troubles = 0 if smooth else troubles + 1
            if troubles > 1:  # the first time at once: connections break and keys expire every day
                await self._sleep(min(LONGEST_PAUSE, 2.0 ** min(troubles - 2, 10)))

    async def _turn(self) -> bool:
        """One question and what follows from its answer; False if VK could not go on from where it was."""
        server = self._server = self._server or await self._begin()
        answer = table(await self._check(server))
        if "failed" in answer:
            self._server = await self._after_failure(answer, server)
            return False
        updates, ts = answer.get("updates"), _mark(answer)
        if not isinstance(updates, list) or self._complete is None:
            raise Malformed("updates")
        if updates or ts != server.ts:
            await self._accept(await self._complete(updates), Cursor(self._name, ts))
        self._server = replace(server, ts=ts)
        return True

    async def _begin(self) -> _Server:
        if self._group_id is None:
            self._group_id = (await community(self._api)).id
        if self._complete is None:
            await turn_on_long_poll(self._api, self._group_id)
            self._complete = Completing(self._api, self._group_id, sleep=self._sleep)
        server = await self._ask_server()
        saved = await self._read_cursor(self._name)
        if saved is not None:
            return replace(server, ts=saved)
        return await self._move(server)  # else what is written while we are down before the first event would be lost

    async def _ask_server(self) -> _Server:
        found = table(await ask(self._api, "groups.getLongPollServer", group_id=self._group_id))
        return _Server(str(found["server"]), str(found["key"]), _mark(found))

    async def _check(self, server: _Server) -> object:
        # Not through the API: its errors may be logged only by their kind, they show the key.
        return await self._api.http_client.request_json(
            server.url,
            method="POST",
            params={"act": "a_check", "key": server.key, "ts": server.ts, "wait": self._wait},
            timeout=ClientTimeout(total=self._wait + 10, connect=10),
        )

    async def _after_failure(self, answer: Json, server: _Server) -> _Server:
        failed = answer["failed"]
        log.warning("long poll failed", action="vk.failed", failed=failed, lost=failed in (OUTDATED, LOST))
        if failed == OUTDATED:
            return await self._move(replace(server, ts=_mark(answer)))
        fresh = await self._ask_server()
        return await self._move(fresh) if failed == LOST else replace(fresh, ts=server.ts)

    async def _move(self, server: _Server) -> _Server:
        await self._accept((), Cursor(self._name, server.ts))
        return server


def _mark(answer: Json) -> str:
    """`ts`, which VK writes as a number or as a string of one."""
    ts = str(answer.get("ts"))
    if not ts.isdecimal():
        raise Malformed("ts")
    return ts


def notice(ear: Ear, trouble: Exception) -> None:
    if isinstance(trouble, VKSaid) and trouble.code in TOKEN_CODES:
        ear.troubled("token")


def _told(trouble: Exception) -> dict[str, str]:
    """What may be said of it in the log: our own errors hold neither texts nor tokens, others may."""
    told = {"error": type(trouble).__name__}
    return told | {"why": str(trouble)} if isinstance(trouble, VKSaid | TryLater | Malformed) else told

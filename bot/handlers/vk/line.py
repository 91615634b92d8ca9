"""VK's whole line, up as soon as the token's community is known; until then the rest of the house runs without it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.handlers.vk.community import Community, community
from bot.handlers.vk.complete import Completing
from bot.handlers.vk.doctor import VKDoctor
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.listening import VKPolling, notice
from bot.handlers.vk.outgoing import VKMessenger
from bot.handlers.vk.shapes import Malformed
from bot.handlers.vk.webhook import PATH, VKWebhook
from bot.usecases.hearing import Deaf, Ear, ask_now_and_then
from bot.usecases.platform import Accept, ReadCursor, TryLater

if TYPE_CHECKING:
    from vkbottle import API

LONGEST_PAUSE = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Callback:
    """What VK's Callback API was told about this server: the confirmation string and the secret."""

    confirmation: str
    secret: str


Loop = Callable[[], Coroutine[object, object, None]]
Listen = Callable[[Loop], Coroutine[object, object, None]]


async def directly(loop: Loop) -> None:
    await loop()


class VKLine:
    """Listens by long poll, or by `callback` where it is given; `deliver` sends letters through the messenger.

    The API is opened when the line starts to run, not before. `listen` runs the long poll when it is this process's
    turn; without it nobody is polled here.
    """

    def __init__(
        self,
        open_api: "Callable[[], AbstractAsyncContextManager[API]]",
        accept: Accept,
        read_cursor: ReadCursor,
        deliver: Callable[[VKMessenger], Coroutine[object, object, None]],
        callback: Callback | None = None,
        listen: Listen | None = directly,
        ear: Ear | None = None,
    ) -> None:
        self._open_api, self._accept, self._read_cursor = open_api, accept, read_cursor
        self._deliver, self._callback, self._listens = deliver, callback, listen
        self._webhook: VKWebhook | None = None
        self._ear = ear or Deaf()

    @property
    def route(self) -> Route:
        """The Callback API's endpoint."""
        return Route(PATH, self._receive, methods=["POST"])

    async def run(self) -> None:
        """Until cancelled."""
        async with self._open_api() as api:
            who = await _introduced(api, self._ear)
            async with asyncio.TaskGroup() as together:
                together.create_task(self._deliver(VKMessenger(api, who.id)))
                self._listen(together, api, who)
                if self._callback is not None:
                    doctor = VKDoctor(api, who.id, long_poll=False)
                    together.create_task(ask_now_and_then(doctor.account, self._ear))

    def _listen(self, together: asyncio.TaskGroup, api: "API", who: Community) -> None:
        if self._callback is None:
            if self._listens is not None:
                polling = VKPolling(api, who.id, self._accept, self._read_cursor, f"vk:{who.id}", ear=self._ear)
                together.create_task(self._listens(polling.run))
            return
        complete, words = Completing(api, who.id), self._callback
        self._webhook = VKWebhook(self._accept, who.id, words.confirmation, words.secret, complete)

    async def _receive(self, request: Request) -> Response:
        if self._webhook is None:
            return PlainTextResponse("not ready, try again", 503)
        return await self._webhook.receive(request)


async def _introduced(api: "API", ear: Ear) -> Community:
    pause = 1.0
    while True:
        try:
            return await community(api)
        except (VKSaid, TryLater, Malformed) as trouble:
            log.warning("VK does not know us", action="vk.introduce", error=type(trouble).__name__)
            notice(ear, trouble)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)

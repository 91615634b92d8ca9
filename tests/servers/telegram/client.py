"""A real aiogram bot that talks to the server: for tests, and kept apart so that the server needs no aiogram."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


class QuickSession(AiohttpSession):
    """Closes at once: the quarter of a second that aiogram waits is for TLS, which is not spoken here.

    `raw` keeps the last result of each method as it came, before aiogram made it into objects.
    """

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(api=api)
        self.raw: dict[str, Any] = {}

    def check_response(self, bot: Bot, method: Any, status_code: int, content: str) -> Any:
        response = super().check_response(bot, method, status_code, content)
        self.raw[method.__api_method__] = json.loads(content)["result"]
        return response

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def bot_at(url: str, token: str) -> AsyncIterator[Bot]:
    async with Bot(token, session=QuickSession(api=TelegramAPIServer.from_base(url))) as bot:
        yield bot

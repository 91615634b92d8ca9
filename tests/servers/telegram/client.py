"""A real aiogram bot that talks to the server: for tests, and kept apart so that the server needs no aiogram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


class QuickSession(AiohttpSession):
    """Closes at once: the quarter of a second that aiogram waits is for TLS, which is not spoken here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def bot_at(url: str, token: str) -> AsyncIterator[Bot]:
    async with Bot(token, session=QuickSession(api=TelegramAPIServer.from_base(url))) as bot:
        yield bot

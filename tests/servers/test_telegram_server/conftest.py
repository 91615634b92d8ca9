"""A running server and a real aiogram bot that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from tests.servers.telegram import TelegramServer
from tests.servers.telegram.client import bot_at


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_at(server.url, server.token) as bot:
        yield bot

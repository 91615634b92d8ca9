"""A Telegram with a resident who has started the bot, and the messenger that writes to her."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
from aiogram import Bot
from PIL import Image

from bot.handlers.telegram.address import address
from bot.handlers.telegram.outgoing import TelegramMessenger
from tests.servers.telegram import Person, TelegramServer
from tests.servers.telegram.client import bot_at

PLACEHOLDER = "Ответ жителю"


@dataclass
class Scene:
    """The server, the bot, and how they speak."""

    server: TelegramServer
    bot: Bot
    messenger: TelegramMessenger
    anna: Person

    @property
    def home(self) -> str:
        return address(self.anna.id)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with setting() as found:
        yield found


@asynccontextmanager
async def setting() -> AsyncIterator[Scene]:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        yield Scene(server, bot, TelegramMessenger(bot, PLACEHOLDER), server.user("Анна", started=True))


def jpeg(colour: str = "red", side: int = 40) -> bytes:
    target = BytesIO()
    Image.new("RGB", (side, side), colour).save(target, "JPEG")
    return target.getvalue()

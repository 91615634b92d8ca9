"""Opens a connection to the Bot API: Telegram's own, a self-hosted one or a test's; knows where the bot is found."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetMe

from bot.handlers.telegram.asking import ask_object


def open_bot(token: str, api_url: str, timeout: float = 30) -> Bot:
    """A bot that gives up a request after `timeout` seconds. Raises TokenValidationError for what is no token.

    The caller closes it: `await bot.session.close()`.
    """
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=timeout))


async def link_to(bot: Bot) -> str:
    """The link that begins a talk with this bot, with a hole for {code}. Raises SendingError."""
    user = await ask_object(bot, GetMe())
    return f"https://t.me/{user.get('username', '')}?start={{code}}"

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


async def learn_way(bot: Bot, ways: dict[str, str]) -> None:
    """The link that begins a talk with this bot, with a hole for {code}: only Telegram knows its name.

    Raises SendingError.
    """
    user = await ask_object(bot, GetMe())
    if user.get("username"):
        ways["telegram"] = f"https://t.me/{user['username']}?start={{code}}"

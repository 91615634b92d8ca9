"""Updates that are posted to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from tests.servers.telegram import TelegramServer


@asynccontextmanager
async def listening(handler: Callable[[web.Request], object]) -> AsyncIterator[str]:
    """A bot's own HTTP server; gives its address."""
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_aiogram_takes_updates_and_answers_in_the_same_breath(server: TelegramServer, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return message.answer(f"Вы пишете: {message.text}")

    anna = server.user("Анна")
    anna.writes("до")
    hook = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="секрет".encode().hex())
    async with listening(hook.handle) as url:
        await bot.set_webhook(url, secret_token="секрет".encode().hex())
        await anna.sees_text("Вы пишете: до")
        anna.writes("после")
        await anna.sees_text("Вы пишете: после")
        await server.confirmed()
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count, info.last_error_message) == (url, 0, None)
        with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == []


async def test_an_update_is_posted_again_until_it_is_taken(server: TelegramServer, bot: Bot) -> None:
    server.webhook.pause = 0.001
    posted: list[str] = []

    async def clumsy(request: web.Request) -> web.Response:
        posted.append((await request.json())["message"]["text"])
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "secret"
        return web.Response(status=500 if len(posted) < 4 else 200)

    async with listening(clumsy) as url:
        await bot.set_webhook(url, secret_token="secret")
        anna = server.user("Анна")
        anna.writes("один")
        anna.writes("два")
        await server.confirmed()
    assert posted == ["один", "один", "один", "один", "два"], "in order within a chat"
    assert (
        await bot.get_webhook_info()
    ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_chats_do_not_wait_for_each_other(server: TelegramServer, bot: Bot) -> None:
    anna_may_go, told = asyncio.Event(), asyncio.Event()

    async def slow_for_anna(request: web.Request) -> web.Response:
        if (await request.json())["message"]["chat"]["first_name"] == "Анна":
            await anna_may_go.wait()
        else:
            told.set()
        return web.Response()

    async with listening(slow_for_anna) as url:
        await bot.set_webhook(url)
        server.user("Анна").writes("Яма")
        server.user("Ольга").writes("Свет")
        await asyncio.wait_for(told.wait(), 60)
        anna_may_go.set()
        await server.confirmed()


async def test_a_webhook_ends_a_long_poll(server: TelegramServer, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    async with listening(_yes) as url:
        await bot.set_webhook(url)
        with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
            await polling
        await bot.delete_webhook(drop_pending_updates=True)


async def test_a_webhook_needs_https_and_a_plain_secret(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(TelegramBadRequest, match="secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="два слова")


async def _yes(request: web.Request) -> web.Response:
    return web.Response()

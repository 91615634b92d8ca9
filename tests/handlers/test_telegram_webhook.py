"""Telegram brings updates itself: only with the secret, and 200 is answered only for what is kept."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from aiogram import Bot
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.dialogs.events import MessageSent
from bot.handlers.telegram.webhook import LARGEST, TelegramWebhook
from tests.handlers.telegram_shapes import DESK, Json, Kept, message, update
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram.client import bot_at

SECRET = "a-secret_of_2026"
PATH = "/telegram/7000000001"
WORDS = "Яма у школы"


def webhook(bot: Bot, kept: Kept) -> TelegramWebhook:
    return TelegramWebhook(bot, kept.accept, SECRET, anonymous="Администратор")


class Caller:
    """Posts as Telegram does."""

    def __init__(self, client: AsyncClient, hook: TelegramWebhook, kept: Kept) -> None:
        self.client, self.hook, self.kept = client, hook, kept

    async def post(self, body: bytes | Json, secret: str | None = SECRET) -> Response:
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.client.post(PATH, content=content, headers=headers)


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        kept = Kept()
        hook = webhook(bot, kept)
        transport = ASGITransport(Starlette(routes=[hook.route()]))
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield Caller(client, hook, kept)


async def test_an_update_is_kept_and_then_answered(caller: Caller) -> None:
    answer = await caller.post(update(message=message(text=WORDS)))
    assert (answer.status_code, answer.content) == (200, b"")
    (kept,) = caller.kept.updates
    assert isinstance(kept.event, MessageSent)
    assert (kept.chat, kept.event.text) == ("telegram:5001", WORDS)


@pytest.mark.parametrize("secret", [None, "", "a-secret_of_2025", SECRET + "x", "секрет"])
async def test_without_the_secret_nothing_is_taken(caller: Caller, secret: str | None) -> None:
    headers = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    body = json.dumps(update(message=message(text=WORDS)))
    answer = await caller.client.post(PATH, content=body, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, caller.kept.updates) == (403, [])


async def test_what_is_not_kept_is_not_confirmed_and_its_words_stay_out_of_the_log(caller: Caller) -> None:
    caller.kept.faults = 1
    body = update(message=message(text=WORDS))
    with capture_logs() as logs:
        assert (await caller.post(body)).status_code == 500
    assert [line["action"] for line in logs] == ["telegram.webhook.failed"]
    assert "Яма" not in str(logs)
    assert (await caller.post(body)).status_code == 200
    assert (await caller.post(body)).status_code == 200
    assert len(caller.kept.updates) == 1


async def test_a_body_too_large_or_broken_is_refused(caller: Caller) -> None:
    assert (await caller.post(b"[" * (LARGEST + 1))).status_code == 413
    assert (await caller.post(b"[" * 100_000)).status_code == 400
    assert (await caller.post(b"\xff\x00")).status_code == 400
    assert caller.kept.updates == []


async def test_an_odd_update_is_confirmed_or_telegram_would_repeat_it_for_ever(caller: Caller) -> None:
    for odd in (b"null", b"[]", b"5", b'{"update_id": 9, "message": {"text": "secret"}}'):
        with capture_logs() as logs:
            assert (await caller.post(odd)).status_code == 200
        assert logs[0]["action"] == "telegram.update.skipped"
        assert "secret" not in str(logs)
    assert (caller.hook.skipped, caller.kept.updates) == (4, [])


async def test_officials_own_talk_is_confirmed_and_not_kept(caller: Caller) -> None:
    assert (await caller.post(update(message=message(DESK, text="Кто поедет?")))).status_code == 200
    assert caller.kept.updates == []


async def test_without_telegram_there_is_nobody_to_be_and_the_update_is_asked_for_again() -> None:
    kept = Kept()
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        server.fault("getMe")
        transport = ASGITransport(Starlette(routes=[webhook(bot, kept).route()]))
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            caller = Caller(client, webhook(bot, kept), kept)
            body = update(message=message(text=WORDS))
            with capture_logs() as logs:
                assert (await caller.post(body)).status_code == 500
            assert logs[0]["why"].startswith("server:")
            assert (await caller.post(body)).status_code == 200
    assert len(kept.updates) == 1


@pytest.mark.parametrize("secret", ["", "с пробелом", "a b", "x" * 257])
async def test_a_secret_that_telegram_would_not_take_is_refused_at_once(secret: str) -> None:
    async with bot_at("http://127.0.0.1:9", TOKEN) as bot:
        with pytest.raises(ValueError, match="secret"):
            TelegramWebhook(bot, Kept().accept, secret, anonymous="Администратор")


@asynccontextmanager
async def serving(hook: TelegramWebhook) -> AsyncIterator[str]:
    """The endpoint on a loopback port, as the service runs it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        service = uvicorn.Server(uvicorn.Config(Starlette(routes=[hook.route()]), lifespan="off", log_config=None))
        task = asyncio.create_task(service.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            service.should_exit = True
            await task


async def test_telegram_finds_the_endpoint_and_repeats_what_was_not_kept() -> None:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        anna, kept = server.user("Анна"), Kept()
        kept.faults = 1
        hook = webhook(bot, kept)
        async with serving(hook) as url:
            await hook.set_webhook(url)
            anna.writes("Раз")
            anna.writes("Два")
            await server.confirmed()
            await bot.delete_webhook()
        assert [one.event.text for one in kept.updates if isinstance(one.event, MessageSent)] == ["Раз", "Два"]

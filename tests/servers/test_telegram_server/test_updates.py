"""How updates come: polled, confirmed, repeated, in disorder."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
)

from tests.servers.telegram import TelegramServer
from tests.servers.test_telegram_server.bots import heard, jpeg, photo


async def test_updates_stay_until_they_are_confirmed(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    for text in "абв":
        anna.writes(text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["а", "б"]
    assert [update.message.text for update in await bot.get_updates()] == ["а", "б", "в"]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest] == ["в"]
    anna.writes("г")
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["г"]
    waiting = asyncio.create_task(server.confirmed())
    assert await bot.get_updates(offset=rest[-1].update_id + 2) == []
    await waiting


async def test_a_long_poll_ends_when_something_happens(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    anna.sends_album([jpeg("red"), jpeg("blue")])
    assert len(await polling) == 2, "the parts of an album come together"


async def test_a_poller_that_dies_takes_nothing_along(server: TelegramServer, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    polling.cancel()
    anna = server.user("Анна")
    anna.writes("Яма")
    assert (await heard(bot))[0].message.text == "Яма"


async def test_of_two_pollers_the_older_is_sent_away(server: TelegramServer, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    newer = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await older
    server.user("Анна").writes("Яма")
    assert len(await newer) == 1


async def test_updates_nobody_asked_for_are_dropped(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    await bot.get_updates(allowed_updates=["message"])
    anna.edits(anna.writes("Яма"), "Яма у школы")
    assert [update.message.text for update in await heard(bot)] == ["Яма"]
    await bot.get_updates(allowed_updates=[])
    anna.edits(anna.writes("Яма"), "Яма у школы")
    assert len(await heard(bot, 2)) == 2


async def test_an_update_comes_twice_and_out_of_order(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    for text in "абвгд":
        anna.writes(text)
    server.shuffle_pending(seed=1)
    updates = await heard(bot, 5)
    assert [update.update_id for update in updates] == sorted(update.update_id for update in updates)
    told = [update.message.text for update in updates]
    assert told != list("абвгд")
    assert sorted(told) == list("абвгд")
    assert server.repeat_update() == updates[-1].update_id
    again = await bot.get_updates(offset=updates[-1].update_id + 1)
    assert [(update.update_id, update.message.text) for update in again] == [(updates[-1].update_id, told[-1])]


async def test_the_journal_tells_who_asked_what(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    sent = await bot.send_photo(anna.id, photo(), caption="Вот")
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(anna.id, "я" * 5000)
    good, bad = server.journal
    assert (good.method, good.params["caption"], good.ok) == ("sendPhoto", "Вот", True)
    assert good.answer["result"]["message_id"] == sent.message_id
    assert (bad.status, bad.error) == (400, "Bad Request: message is too long")
    assert any("photo.jpg" in str(value) for value in good.params.values())
    server.keep_journal = False
    await bot.get_me()
    assert len(server.journal) == 2
    assert server.calls("sendmessage") == [bad]

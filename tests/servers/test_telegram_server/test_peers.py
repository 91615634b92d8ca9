"""Held against others: the types of aiogram and an independent server, `lo-bot-api-emulator`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InputMediaPhoto, TelegramObject
from aiohttp import ClientSession, web
from lo_bot_api_emulator import LoBotApiEmulator

from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram.client import bot_at
from tests.servers.test_telegram_server.bots import heard, jpeg, keyboard, photo

# What the real server prints and the documentation (so aiogram) leaves out.
UNDOCUMENTED = {
    "all_members_are_administrators",
    "accepted_gift_types",  # of a basic group in a message
    "new_chat_participant",
    "new_chat_member",
    "left_chat_participant",
    "can_send_media_messages",
    "can_manage_voice_chats",
}
# What only the other server has: it tells of itself, and lists no wishes where Telegram says nothing.
ITS_OWN = ("getMe.capabilities", "getWebhookInfo.allowed_updates")


def unknown_fields(thing: object) -> set[str]:
    if isinstance(thing, list):
        return set().union(*map(unknown_fields, thing))
    if not isinstance(thing, TelegramObject):
        return set()
    known = [getattr(thing, name) for name in type(thing).model_fields]
    return set(thing.model_extra or {}).union(*map(unknown_fields, known))


def keys(value: Any, path: str = "") -> set[str]:
    """All paths in a JSON value; the items of a list count as one."""
    if isinstance(value, list):
        return set().union(*(keys(item, f"{path}[]") for item in value))
    if isinstance(value, dict):
        start = f"{path}." if path else ""
        return set().union(*(keys(item, start + name) | {start + name} for name, item in value.items()))
    return set()


@pytest.fixture
async def emulator() -> AsyncIterator[str]:
    app = LoBotApiEmulator(enable_control=True, allow_insecure_loopback_webhooks=True).app()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_aiogram_knows_every_field(server: TelegramServer, bot: Bot) -> None:
    anna, ivan = server.user("Анна", last_name="Ильина", username="anna"), server.user("Иван")
    group = server.group("Администрация", members=[ivan])
    forum = server.group("Посёлок", members=[ivan], forum=True, bot="administrator")
    said = anna.writes("Яма https://example.org/1")
    anna.edits(said, "Яма у школы")
    anna.sends_photo(jpeg(), caption="Вот", reply_to=said, forwarded="Сосед")
    anna.sends_document(b"1", "a.pdf", "application/pdf", forwarded=ivan)
    anna.sends_video(forwarded=group)
    for send in (anna.sends_voice, anna.sends_sticker, anna.sends_contact, anna.sends_video_note):
        send()
    anna.sends_venue(1, 2, "Школа")
    anna.blocks()
    anna.unblocks()
    card = await bot.send_photo(group.id, photo(), caption="Карточка", reply_markup=keyboard("Принять"))
    ivan.in_(group).presses("Принять")
    ivan.in_(forum, topic=forum.topic("Дороги")).writes("Да")
    ivan.in_(forum, anonymous=True).writes("Да")
    forum.adds(anna)
    forum.renames("Село")
    group.upgrade()
    ivan.in_(group).writes("/да", reply_to=group.world.chats[card.chat.id].from_bot[0])
    forum.kick_bot()
    updates = await heard(bot, len(server.world.updates.pending))
    answers = [
        await bot.get_me(),
        await bot.get_chat(anna.id),
        await bot.get_chat(group.id),
        await bot.get_chat_member(group.id, bot.id),
        await bot.get_file(card.photo[0].file_id),
        await bot.get_webhook_info(),
    ]
    assert unknown_fields([*updates, card, *answers]) <= UNDOCUMENTED


async def test_answers_have_what_the_other_server_answers(server: TelegramServer, emulator: str) -> None:
    anna = server.user("Анна", started=True)
    ours, theirs = await played(server.url, anna.id), await played(emulator, anna.id)
    assert ours.keys() == theirs.keys()
    assert {path for path in keys(theirs) if not path.startswith(ITS_OWN)} <= keys(ours)
    assert types_agree(theirs, ours)


async def played(url: str, chat_id: int) -> dict[str, Any]:
    """The same calls to either server: the raw results by the name of the method."""
    async with bot_at(url, TOKEN) as bot:
        await bot.get_me()
        sent = await bot.send_message(chat_id, "Да?", reply_markup=keyboard("Да", "Нет"))
        where = {"chat_id": chat_id, "message_id": sent.message_id}
        await bot.edit_message_text("Да!", **where, reply_markup=keyboard("Ок"))
        await bot.edit_message_reply_markup(**where, reply_markup=keyboard("1"))
        picture = await bot.send_photo(chat_id, photo(), caption="Вот")
        await bot.edit_message_caption(chat_id=chat_id, message_id=picture.message_id, caption="Нет, вот")
        album = [InputMediaPhoto(media=photo(), caption="Раз"), InputMediaPhoto(media=photo())]
        await bot.send_media_group(chat_id, album)
        await bot.send_document(chat_id, photo())
        file = await bot.get_file(picture.photo[-1].file_id)
        assert (await bot.download_file(file.file_path)).read() == jpeg()
        await bot.send_chat_action(chat_id, "typing")
        await bot.delete_message(**where)
        await bot.get_webhook_info()
        await bot.get_my_commands()
        await bot.get_updates()
        return dict(bot.session.raw)


def types_agree(theirs: Any, ours: Any) -> bool:
    """Whether what both have is of one type, all the way down."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return all(types_agree(theirs[key], ours[key]) for key in theirs.keys() & ours.keys())
    if isinstance(theirs, list) and isinstance(ours, list):
        return all(types_agree(one, other) for one, other in zip(theirs, ours, strict=False))
    return type(theirs) is type(ours)


async def test_an_update_of_ours_means_the_same_there(server: TelegramServer, bot: Bot, emulator: str) -> None:
    anna = server.user("Анна", started=True)
    anna.sends_album([jpeg("red"), jpeg("blue")], caption="Вот")
    await bot.send_message(anna.id, "Да?", reply_markup=keyboard("Да"))
    anna.presses("Да")
    ours = await heard(bot, 3)
    async with ClientSession() as session, bot_at(emulator, server.token) as there:
        for update in server.world.updates.delivered:
            body = {"token": server.token, "update": {update.kind: json.loads(update.payload)}}
            async with session.post(f"{emulator}/__fixture/updates", json=body) as answer:
                assert answer.status == 200
        theirs = await there.get_updates(timeout=1)
        assert [update.model_dump(exclude={"update_id"}) for update in theirs] == [
            update.model_dump(exclude={"update_id"}) for update in ours
        ]


@pytest.mark.parametrize("case", ["long", "empty", "data", "album", "caption", "file", "method"])
async def test_both_refuse_the_same(server: TelegramServer, emulator: str, case: str) -> None:
    chat_id = server.user("Анна", started=True).id
    long_data = keyboard("Да", data="я" * 33).model_dump(exclude_none=True)
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "long": ("sendMessage", {"text": "я" * 4097}),
        "empty": ("sendMessage", {"text": ""}),
        "data": ("sendMessage", {"text": "?", "reply_markup": long_data}),
        "album": ("sendMediaGroup", {"media": []}),
        "caption": ("sendPhoto", {"photo": "nothing", "caption": "я" * 1025}),
        "file": ("getFile", {"file_id": "nothing"}),
        "method": ("sendEverything", {}),
    }
    method, fields = calls[case]
    codes = []
    async with ClientSession() as session:
        for url in (server.url, emulator):
            async with session.post(f"{url}/bot{server.token}/{method}", json={"chat_id": chat_id, **fields}) as answer:
                body = await answer.json()
                assert body["ok"] is False
                codes.append((answer.status, body["error_code"]))
    assert codes[0] == codes[1]

"""A resident and the bot, message by message."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.types import (
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from tests.servers.telegram import Message, TelegramServer
from tests.servers.test_telegram_server.bots import heard, keyboard


async def test_a_resident_writes_and_presses_what_the_bot_shows(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    anna.writes("Яма на дороге")
    (update,) = await heard(bot)
    assert update.message.text == "Яма на дороге"
    assert update.message.from_user.first_name == "Анна"

    await bot.send_message(anna.id, "Всё верно?", reply_markup=keyboard("Отправить", "Изменить тему"))
    card = await anna.sees_text("верно")
    assert card.rows == [["Отправить", "Изменить тему"]]

    press = anna.presses("Отпр")
    (update,) = await heard(bot)
    assert update.callback_query.data == "do:Отправить"
    assert update.callback_query.message.text == "Всё верно?"

    await bot.answer_callback_query(update.callback_query.id, "Принято", show_alert=True)
    assert (await press.answered()).text == "Принято"
    assert [(toast.text, toast.alert) for toast in server.toasts[anna.id]] == [("Принято", True)]

    await bot.edit_message_text("Номер 26-00001", chat_id=anna.id, message_id=card.id)
    edited = await anna.sees_text("Номер", after=card)
    assert edited is card
    assert edited.buttons == []
    assert edited.edits == [{"text": "Всё верно?", "caption": None, "buttons": ["Отправить", "Изменить тему"]}]


async def test_sees_text_waits_for_what_comes_later(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    before = await bot.send_message(anna.id, "Номер 1")
    first = anna.sees[0]
    assert first.id == before.message_id
    waiting = asyncio.create_task(anna.sees_text("Номер", after=first))
    await bot.send_message(anna.id, "Другое")
    await bot.send_message(anna.id, "Номер 2")
    assert (await waiting).text == "Номер 2"


async def test_what_never_comes_fails_with_the_whole_conversation(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    anna.writes("Здравствуйте")
    await bot.send_message(anna.id, "Добрый день", reply_markup=keyboard("Помощь"))
    with pytest.raises(AssertionError, match=r"«Номер»(.|\n)*Анна: Здравствуйте(.|\n)*Добрый день  \[Помощь\]"):
        await anna.sees_text("Номер", within=0.01)


async def test_a_reply_keyboard_sends_its_words(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    rows = [[KeyboardButton(text="Мои сообщения")]]
    await bot.send_message(anna.id, "Меню", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    sent = anna.presses("Мои")
    assert isinstance(sent, Message)
    assert (await heard(bot))[0].message.text == "Мои сообщения"


async def test_a_long_text_comes_in_several_messages_as_from_the_apps(server: TelegramServer, bot: Bot) -> None:
    server.user("Анна").writes("я" * 10_000)
    assert [len(update.message.text) for update in await heard(bot, 3)] == [4096, 4096, 1808]


async def test_edited_and_forwarded_and_answered_messages(server: TelegramServer, bot: Bot) -> None:
    anna, olga = server.user("Анна"), server.user("Ольга")
    first = anna.writes("Яма")
    anna.edits(first, "Яма у школы")
    anna.writes("Вот что пишут", forwarded=olga)
    anna.writes("Сосед пишет", forwarded="Сосед Вася")
    anna.writes("Это важно", reply_to=first)
    new, edited, known, hidden, answer = await heard(bot, 5)
    assert new.message.text == "Яма"
    assert edited.edited_message.text == "Яма у школы"
    assert edited.edited_message.edit_date
    assert known.message.forward_origin.sender_user.id == olga.id
    assert hidden.message.forward_origin.sender_user_name == "Сосед Вася"
    assert answer.message.reply_to_message.text == "Яма у школы"


async def test_everything_a_resident_may_send(server: TelegramServer, bot: Bot) -> None:
    anna, olga = server.user("Анна"), server.user("Ольга")
    anna.sends_document(b"heic", "IMG_1.HEIC", "image/heic")
    anna.sends_video()
    anna.sends_voice()
    anna.sends_video_note()
    anna.sends_sticker("🔥")
    anna.sends_location(55.2, 32.4)
    anna.sends_venue(55.2, 32.4, "Школа", "Бабино")
    anna.sends_contact()
    anna.sends_contact(of=olga)
    anna.sends_contact(of="Глава")
    anna.sends({"dice": {"emoji": "🎲", "value": 6}})
    said = [update.message for update in await heard(bot, 11)]
    assert said[0].document.mime_type == "image/heic"
    assert said[0].document.file_name == "IMG_1.HEIC"
    assert [str(message.content_type.value) for message in said[1:6]] == [
        "video",
        "voice",
        "video_note",
        "sticker",
        "location",
    ]
    assert said[6].venue.title == "Школа"
    assert said[6].location.latitude == 55.2
    assert [message.contact.user_id for message in said[7:10]] == [anna.id, olga.id, None]
    assert said[10].dice.value == 6


async def test_commands_are_found_in_the_words(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    anna.starts("desk-42")
    anna.writes("/отмена")
    start, cancel = await heard(bot, 2)
    assert start.message.text == "/start desk-42"
    assert [(entity.type, entity.offset, entity.length) for entity in start.message.entities] == [("bot_command", 0, 6)]
    assert cancel.message.entities is None, "Telegram takes only Latin commands for commands"

"""Groups: who is there, who is heard, topics, and the move to a supergroup."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)

from tests.servers.telegram import TelegramServer
from tests.servers.test_telegram_server.bots import heard, jpeg, keyboard


async def test_the_bot_hears_how_it_is_added_and_kicked(server: TelegramServer, bot: Bot) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan])
    mine, service = await heard(bot, 2)
    assert (mine.my_chat_member.old_chat_member.status, mine.my_chat_member.new_chat_member.status) == (
        "left",
        "member",
    )
    assert service.message.new_chat_members[0].id == bot.id

    await bot.send_message(group.id, "Здравствуйте")
    group.kick_bot()
    service, mine = await heard(bot, 2)
    assert service.message.left_chat_member.id == bot.id
    assert mine.my_chat_member.new_chat_member.status == "left"
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the group chat"):
        await bot.send_message(group.id, "Есть кто?")

    big = server.group("Посёлок", members=[ivan], supergroup=True, silent=True)
    big.kick_bot()
    assert (await heard(bot, 2))[1].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the supergroup chat"):
        await bot.send_message(big.id, "Есть кто?")


async def test_privacy_mode_keeps_the_talk_of_a_group_from_the_bot(server: TelegramServer, bot: Bot) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan], silent=True)
    seat = ivan.in_(group)
    await bot.send_message(group.id, "Карточка", reply_markup=keyboard("Принять"))
    card = seat.sees[0]
    talk = seat.writes("Кто поедет?")
    seat.writes("Сделаем завтра", reply_to=card)
    seat.sends_album([jpeg("red"), jpeg("blue")], reply_to=card)
    seat.writes("/help@another_bot")
    seat.writes("/help")
    seat.writes(f"@{(await bot.me()).username}, привет")
    said = [update.message for update in await heard(bot, 5)]
    assert not talk.heard
    assert [message.text for message in said] == [
        "Сделаем завтра",
        None,
        None,
        "/help",
        f"@{(await bot.me()).username}, привет",
    ]
    assert all(message.reply_to_message.message_id == card.id for message in said[:3])

    group.promote_bot()
    seat.writes("А теперь слышно?")
    assert (await heard(bot, 2))[1].message.text == "А теперь слышно?"


async def test_two_officials_press_at_once(server: TelegramServer, bot: Bot) -> None:
    ivan, olga = server.user("Иван"), server.user("Ольга")
    group = server.group("Администрация", members=[ivan, olga], silent=True)
    await bot.send_message(group.id, "Карточка", reply_markup=keyboard("Принять"))
    with server.holding_updates():
        ivan.in_(group).presses("Принять")
        olga.in_(group).presses("Принять")
        assert await bot.get_updates() == []
    assert [update.callback_query.from_user.first_name for update in await heard(bot, 2)] == ["Иван", "Ольга"]


async def test_an_upgraded_group_has_another_address(server: TelegramServer, bot: Bot) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan], silent=True)
    seat, old_id, old = ivan.in_(group), group.id, await bot.send_message(group.id, "Карточка")
    new_id = group.upgrade()
    gone, come = await heard(bot, 2)
    assert (gone.message.chat.id, gone.message.migrate_to_chat_id) == (old_id, new_id)
    assert (come.message.chat.id, come.message.migrate_from_chat_id) == (new_id, old_id)
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(old_id, "Карточка")
    assert refusal.value.migrate_to_chat_id == new_id
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Карточка, принята", chat_id=new_id, message_id=old.message_id)

    sent = await bot.send_message(new_id, "Снова карточка")
    assert sent.message_id == 2, "a supergroup counts its messages itself"
    seat.writes("/ok", reply_to=next(m for m in server.sent() if m.id == old.message_id))
    (answer,) = await heard(bot)
    assert answer.message.reply_to_message is None
    assert answer.message.external_reply.message_id == old.message_id


async def test_a_topic_answers_its_first_message(server: TelegramServer, bot: Bot) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan], forum=True, silent=True)
    roads = group.topic("Дороги")
    sent = await bot.send_message(group.id, "Карточка", message_thread_id=roads.id)
    assert sent.is_topic_message
    assert sent.reply_to_message.forum_topic_created.name == "Дороги"
    seat = ivan.in_(group, topic=roads)
    seat.writes("/talk")
    seat.writes("/done", reply_to=seat.sees[0])
    ivan.in_(group).writes("/general")
    _, talk, done, general = [update.message for update in await heard(bot, 4)]
    assert (talk.message_thread_id, talk.is_topic_message) == (roads.id, True)
    assert talk.reply_to_message.forum_topic_created
    assert done.reply_to_message.message_id == sent.message_id
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message thread not found"):
        await bot.send_message(group.id, "Карточка", message_thread_id=777)
    roads.closed = True
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(group.id, "Карточка", message_thread_id=roads.id)


async def test_a_thread_of_a_plain_supergroup_is_no_topic(server: TelegramServer, bot: Bot) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan], supergroup=True, silent=True)
    card = await bot.send_message(group.id, "Карточка")
    ivan.in_(group).writes("Сделали", reply_to=group.sees[0])
    (answer,) = await heard(bot)
    assert (answer.message.message_thread_id, answer.message.is_topic_message) == (card.message_id, None)


async def test_an_anonymous_administrator_speaks_as_the_group_but_presses_as_himself(
    server: TelegramServer, bot: Bot
) -> None:
    ivan = server.user("Иван")
    group = server.group("Администрация", members=[ivan], supergroup=True, silent=True)
    await bot.send_message(group.id, "Карточка", reply_markup=keyboard("Принять"))
    seat = ivan.in_(group, anonymous=True)
    seat.writes("Сделаем", reply_to=group.sees[0])
    seat.presses("Принять")
    said, pressed = await heard(bot, 2)
    assert said.message.from_user.username == "GroupAnonymousBot"
    assert said.message.sender_chat.id == group.id
    assert pressed.callback_query.from_user.id == ivan.id


async def test_who_is_who_in_a_group(server: TelegramServer, bot: Bot) -> None:
    ivan, olga, anna = server.user("Иван"), server.user("Ольга"), server.user("Анна")
    group = server.group("Администрация", members=[ivan, olga], silent=True)
    statuses = [(await bot.get_chat_member(group.id, person.id)).status for person in (ivan, olga, anna)]
    assert statuses == ["creator", "member", "left"]
    group.promotes(olga)
    assert [admin.user.first_name for admin in await bot.get_chat_administrators(group.id)] == ["Иван", "Ольга"]
    group.removes(olga)
    assert (await bot.get_chat_member(group.id, olga.id)).status == "left"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    assert (await bot.get_chat(group.id)).title == "Администрация"
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(group.id, 12345)
    assert await bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "До свидания")

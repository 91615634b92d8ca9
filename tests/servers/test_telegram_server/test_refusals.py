"""What Telegram refuses, in its own words."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
)

from tests.servers.telegram import Press, TelegramServer
from tests.servers.telegram.client import bot_at
from tests.servers.test_telegram_server.bots import heard, jpeg, keyboard, photo


async def test_who_blocked_the_bot_gets_nothing(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    sent = await bot.send_message(anna.id, "Здравствуйте")
    anna.blocks()
    (update,) = await heard(bot)
    assert (update.my_chat_member.new_chat_member.status, update.my_chat_member.chat.type) == ("kicked", "private")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(anna.id, "Вы здесь?")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.edit_message_text("Вы здесь?", chat_id=anna.id, message_id=sent.message_id)
    anna.unblocks()
    assert (await heard(bot))[0].my_chat_member.new_chat_member.status == "member"
    assert await bot.send_message(anna.id, "С возвращением")


async def test_the_bot_cannot_write_first(server: TelegramServer, bot: Bot) -> None:
    anna, ivan, gone = server.user("Анна"), server.user("Иван"), server.user("Пётр", started=True)
    server.group("Администрация", members=[ivan], silent=True)
    gone.deactivates()
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(anna.id, "Здравствуйте")
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(-100123, "Здравствуйте")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(ivan.id, "Здравствуйте")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(gone.id, "Здравствуйте")
    anna.starts()
    assert await bot.send_message(anna.id, "Здравствуйте")


@pytest.mark.parametrize(
    ("text", "markup", "words"),
    [
        ("я" * 4097, None, "Bad Request: message is too long"),
        (" \n ", None, "Bad Request: text must be non-empty"),
        ("a<b", None, "Bad Request: can't parse entities: Unclosed start tag at byte offset 1"),
        ("я <x>", None, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'),
        ("<b>", None, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("?", keyboard("Да", data="я" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        ("?", keyboard(""), "Bad Request: inline keyboard button text must be non-empty"),
        ("?", keyboard(*"123456789"), "Bad Request: reply markup is too long"),
        (
            "?",
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="")]]),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "?",
            InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Карта", url="http://localhost/map")]]),
            "Bad Request: inline keyboard button URL 'http://localhost/map' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_a_text_that_telegram_refuses(
    server: TelegramServer, bot: Bot, text: str, markup: InlineKeyboardMarkup | None, words: str
) -> None:
    anna = server.user("Анна", started=True)
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(anna.id, text, parse_mode="HTML", reply_markup=markup)
    assert refusal.value.message == words
    assert anna.sees == []


async def test_what_just_fits_is_taken(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    sent = await bot.send_message(
        anna.id, f"<b>{'я' * 4096}</b>", parse_mode="HTML", reply_markup=keyboard("Да", data="я" * 32)
    )
    assert len(sent.text) == 4096
    await bot.send_photo(anna.id, photo(), caption="я" * 1024)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message caption is too long"):
        await bot.send_photo(anna.id, photo(), caption="я" * 1025)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message text is empty"):
        await bot.send_message(anna.id, "")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "media must include 2-10 items"), (11, "too many messages to send as an album")]
)
async def test_an_album_has_two_to_ten_parts(server: TelegramServer, bot: Bot, count: int, words: str) -> None:
    anna = server.user("Анна", started=True)
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_media_group(anna.id, [InputMediaPhoto(media=photo())] * count)


async def test_edits_that_telegram_refuses(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна")
    hers = anna.writes("Яма")
    sent = await bot.send_message(anna.id, "Да?", reply_markup=keyboard("Да"))
    picture = await bot.send_photo(anna.id, photo(), caption="Вот")
    same = "message is not modified: specified new message content and reply markup are exactly the same"
    with pytest.raises(TelegramBadRequest, match=same):
        await bot.edit_message_text("Да? ", chat_id=anna.id, message_id=sent.message_id, reply_markup=keyboard("Да"))
    with pytest.raises(TelegramBadRequest, match=same):
        await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id, reply_markup=keyboard("Да"))
    with pytest.raises(TelegramBadRequest, match=same):
        await bot.edit_message_caption(chat_id=anna.id, message_id=picture.message_id, caption="Вот")
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to edit not found"):
        await bot.edit_message_text("Нет", chat_id=anna.id, message_id=9999)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message can't be edited"):
        await bot.edit_message_text("Нет", chat_id=anna.id, message_id=hers.id)
    with pytest.raises(TelegramBadRequest, match="Bad Request: there is no text in the message to edit"):
        await bot.edit_message_text("Нет", chat_id=anna.id, message_id=picture.message_id)
    with pytest.raises(TelegramBadRequest, match="Bad Request: there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="Нет")

    await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id)
    await bot.edit_message_caption(
        chat_id=anna.id, message_id=picture.message_id, caption="Вот так", reply_markup=keyboard("Да")
    )
    text, caption = anna.sees
    assert (text.text, text.buttons) == ("Да?", [])
    assert (caption.caption, caption.buttons, caption.photos) == ("Вот так", ["Да"], [jpeg()])


async def test_deleted_messages_are_gone(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    sent = await bot.send_message(anna.id, "Да?", reply_markup=keyboard("Да"))
    (card,) = anna.sees
    assert await bot.delete_message(anna.id, sent.message_id)
    assert card.deleted
    assert anna.sees == []
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to delete not found"):
        await bot.delete_message(anna.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to be replied not found"):
        await bot.send_message(anna.id, "Ответ", reply_parameters=ReplyParameters(message_id=sent.message_id))
    lenient = ReplyParameters(message_id=sent.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(anna.id, "Ответ", reply_parameters=lenient)).reply_to_message is None

    anna.presses("Да", on=card)
    (update,) = await heard(bot)
    assert update.callback_query.message.date == 0, "an InaccessibleMessage"
    assert not hasattr(update.callback_query.message, "text")


async def test_answers_to_presses_that_are_too_late(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    await bot.send_message(anna.id, "Да?", reply_markup=keyboard("Да"))
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.answer_callback_query("12345")
    press = anna.presses("Да")
    assert isinstance(press, Press)
    await bot.answer_callback_query(press.id)
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.answer_callback_query(press.id)
    old = anna.presses_data("forged:1")
    assert (await heard(bot, 2))[1].callback_query.data == "forged:1"
    server.expire_presses()
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.answer_callback_query(old.id)


async def test_strangers_are_not_let_in(server: TelegramServer, bot: Bot) -> None:
    async with bot_at(server.url, "7000000001:WRONG") as other:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await other.get_me()
    with pytest.raises(TelegramNotFound, match="Not Found: method not found"):
        await bot.get_my_default_administrator_rights()


async def test_the_menu_takes_latin_commands_only(server: TelegramServer, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand(command="my", description="Мои сообщения")])
    assert [command.command for command in await bot.get_my_commands()] == ["my"]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="отмена", description="Отмена")])
    await bot.set_my_description("Сообщения жителей")
    assert (await bot.get_my_description()).description == "Сообщения жителей"
    await bot.set_my_short_description("Отклик")
    assert (await bot.get_my_short_description()).short_description == "Отклик"
    anna = server.user("Анна", started=True)
    assert await bot.send_chat_action(anna.id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await bot.send_chat_action(anna.id, "dancing")

"""A bare aiogram bot that makes the calls of a filed message and nothing else: card, toast, edit, number, desk's card.

URL, TOKEN, the desk's chat, the label of the button and the words that end a message are given.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

READY = "the bot alike is ready"


async def main(url: str, token: str, desk: str, label: str, done: str) -> None:
    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, callback_data="send")]])

    @dispatcher.message()
    async def card(message: Message) -> None:
        await message.answer(message.text or "", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def file(press: CallbackQuery) -> None:
        await press.answer()
        if isinstance(press.message, Message):
            await press.message.edit_text("Отправлено")
            await press.message.answer(done)
        await bot.send_message(desk, "Карточка", reply_markup=keyboard)

    @dispatcher.startup()
    async def ready() -> None:
        print(READY, flush=True)

    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))

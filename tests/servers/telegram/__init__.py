"""A Telegram of our own: a real HTTP server that speaks the Bot API, for tests and benchmarks.

    async with TelegramServer() as server:
        anna = server.user("Анна")
        anna.writes("Яма на дороге у школы в Бабино")
        card = await anna.sees_text("Всё верно?")
        anna.presses("Отправить", on=card)
        await anna.sees_text("26-00001", after=card)

Words of errors and shapes of answers follow the source of the real server, tdlib/telegram-bot-api 10.0.
"""

from .chats import Chat, Topic
from .groups import Group
from .journal import Call
from .messages import Message
from .people import Person
from .presses import Event, Press, Toast
from .seeing import Seat
from .server import TOKEN, TelegramServer

__all__ = [
    "TOKEN",
    "Call",
    "Chat",
    "Event",
    "Group",
    "Message",
    "Person",
    "Press",
    "Seat",
    "TelegramServer",
    "Toast",
    "Topic",
]

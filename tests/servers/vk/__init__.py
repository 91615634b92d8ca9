"""A VK of our own: a real HTTP server that speaks the API for community bots (5.199), for tests and benchmarks.

    async with VKServer() as server:
        anna = server.user("Анна", "Петрова")
        anna.writes("Яма на дороге у школы в Бабино", photos=[jpeg])
        card = await anna.sees_text("Всё верно?")
        anna.presses("Отправить", on=card)
        await anna.sees_text("26-00001", after=card)

Shapes and words follow VK's own schema. Where VK's documentation is silent, bots' authors were believed:
- a беседа without access: only mentions of the community, its buttons, its coming and going are heard, plain
  replies are not (`Chat.hears_replies`); asking for members or messages there is 917;
- sending into a беседа the bot was put out of is 7 (`kick_bot(code=917)` for another), into an unknown one 10;
- an event with more than three attachments is cropped to the first (`VKServer.crop_over`);
- an edit takes away the keyboard, the attachments and (without keep_forward_messages) the quotes it does not repeat;
- foreign or unknown attachments, and more than ten, are dropped without an error (`Call.ignored` tells).
"""

from tests.servers.vk.chats import Chat
from tests.servers.vk.happening import Press
from tests.servers.vk.journal import Call
from tests.servers.vk.people import Seat, User
from tests.servers.vk.server import VKServer
from tests.servers.vk.state import Message

__all__ = ["Call", "Chat", "Message", "Press", "Seat", "User", "VKServer"]

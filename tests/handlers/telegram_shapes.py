"""Updates as Telegram writes them in JSON, for the stories of its handler."""

import asyncio
import json
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession

from bot.dialogs.events import MessageSent
from bot.handlers.telegram.incoming import decode
from bot.handlers.telegram.parsing import parse
from bot.handlers.telegram.text import Me
from bot.usecases.platform import Update

ME = Me(id=42, username="otklik_bot", anonymous="Администратор чата")
US = {"id": 42, "is_bot": True, "first_name": "Отклик", "username": "otklik_bot"}
ANNA = {"id": 5001, "is_bot": False, "first_name": "Анна", "last_name": "Тайная", "username": "anna"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
HOME = {"id": 5001, "type": "private", "first_name": "Анна"}
DESK = {"id": -100777, "type": "supergroup", "title": "Булгаково"}
FORUM = DESK | {"is_forum": True}

Json = dict[str, Any]

_numbers = count(1000)


def update(**what: Any) -> Json:
    return {"update_id": next(_numbers), **what}


def message(chat: Json = HOME, sender: Json | None = ANNA, /, number: int = 7, **content: Any) -> Json:
    found = {"message_id": number, "date": 1_790_000_000, "chat": chat, **content}
    return found | ({} if sender is None else {"from": sender})


def ours(chat: Json = DESK, number: int = 5, **content: Any) -> Json:
    """A message of the bot itself, to be answered."""
    return message(chat, US, number=number, text="Карточка", **content)


def membership(chat: Json, old: str, new: str, by: Json = ANNA, **more: Any) -> Json:
    return {
        "chat": chat,
        "from": by,
        "date": 1_790_000_000,
        "old_chat_member": {"user": US, "status": old, **_details(old)},
        "new_chat_member": {"user": US, "status": new, **_details(new), **more},
    }


def _details(status: str) -> Json:
    if status == "kicked":
        return {"until_date": 0}
    if status not in ("administrator", "restricted"):
        return {}
    names = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    )
    names += (
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    )
    names += (
        "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    )
    names += "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_pin_messages "
    names += "can_manage_topics can_react_to_messages can_edit_tag can_send_welcome_messages"
    return dict.fromkeys(names.split(), False) | {"is_member": True, "until_date": 0}


class Canned(BaseSession):
    """Answers that no server of ours gives: a dictionary in place of the network, everything after it is real."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.answers = {"getMe": US, **answers}

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        await asyncio.sleep(0)
        text = json.dumps({"ok": True, "result": self.answer(method)})
        return self.check_response(bot, method, 200, text).result

    def answer(self, method: Any) -> object:
        return self.answers.get(method.__api_method__, True)

    async def close(self) -> None:
        pass

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncIterator[bytes]:  # type: ignore[override]
        yield b""


class Kept:
    """An inbox in memory: keys once, the cursor with them; can be out of order, as a locked database is."""

    def __init__(self, cursor: str | None = None) -> None:
        self.updates: list[Update] = []
        self.cursors: dict[str, str] = {} if cursor is None else {"telegram": cursor}
        self.faults = 0

    async def accept(self, updates: Any, cursor: Any = None) -> None:
        if self.faults:
            self.faults -= 1
            raise OSError("database is locked while keeping: Яма у школы")
        known = {one.key for one in self.updates}
        self.updates += [one for one in updates if one.key not in known]
        if cursor is not None:
            self.cursors[cursor.name] = cursor.value

    async def read_cursor(self, name: str) -> str | None:
        return self.cursors.get(name)


def heard(**what: Any) -> Update | None:
    return decode(parse(update(**what)), ME)


def said(chat: Json = HOME, sender: Json | None = ANNA, /, **content: Any) -> MessageSent | None:
    """The event of a message, None if it goes no further."""
    found = heard(message=message(chat, sender, **content))
    if found is None:
        return None
    assert isinstance(found.event, MessageSent)
    return found.event


def size(file: str, side: int, weight: int | None = None) -> Json:
    return {"file_id": file, "file_unique_id": file, "width": side, "height": side, "file_size": weight}


def press(on: Json | None, **more: Any) -> Json:
    return {"id": "99", "from": ANNA, "chat_instance": "1", "data": "send", **more, **({"message": on} if on else {})}

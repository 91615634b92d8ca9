"""What a story call gives back, as JSON for another process."""

from __future__ import annotations

from typing import Any

from .chats import Topic
from .faults import Fault
from .messages import Message
from .presses import Press

Json = dict[str, Any]


def described(thing: Any) -> Any:
    """Anything a story call gives back, as JSON."""
    match thing:
        case list():
            return [described(item) for item in thing]
        case Message():
            return _message_json(thing)
        case Press():
            toast = thing.toast and {"text": thing.toast.text, "alert": thing.toast.alert}
            return {"press": thing.id, "who": thing.person.id, "data": thing.data, "toast": toast}
        case Topic():
            return {"id": thing.id}
        case Fault():
            return {"hits": thing.hits}
        case _:
            return thing


def _message_json(message: Message) -> Json:
    return {
        "id": message.id,
        "chat": message.chat.id,
        "moment": message.touched,
        "text": message.text,
        "caption": message.caption,
        "rows": message.rows,
        "photos": sum(file.kind == "photo" for file in message.files),
        "album": message.album,
        "reply_to": message.reply_to.id if message.reply_to else None,
        "thread": message.thread,
        "edits": len(message.edits),
        "deleted": message.deleted,
        "heard": message.heard,
    }

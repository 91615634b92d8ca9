"""What a story gives back, as JSON for another process."""

from typing import Any

from tests.servers.vk.chats import Chat
from tests.servers.vk.faults import Fault
from tests.servers.vk.happening import Press
from tests.servers.vk.ledger import Deed
from tests.servers.vk.people import User
from tests.servers.vk.state import Message

Json = dict[str, Any]


def described(thing: Any) -> Any:
    match thing:
        case list():
            return [described(one) for one in thing]
        case Message():
            return _message(thing)
        case Press():
            return {"press": thing.event_id, "who": thing.user_id, "answered": thing.answered, "toast": thing.toast}
        case Deed():
            return {
                "kind": thing.kind,
                "moment": thing.moment,
                "message": _message(thing.message),
                "toast": thing.toast,
            }
        case Chat():
            return {"id": thing.peer_id}
        case User():
            return {"id": thing.id}
        case Fault():
            return {"hits": thing.happened}
        case _:
            return thing


def _message(message: Message) -> Json:
    rows = message.keyboard["buttons"] if message.keyboard and message.buttons else []
    labels = [[one["action"].get("label", one["action"]["type"]) for one in row] for row in rows]
    return {
        "id": message.id,
        "message_id": message.message_id,
        "chat": message.peer.id,
        "from": message.from_id,
        "moment": message.version,
        "text": message.text,
        "rows": labels,
        "photos": len(message.photos),
        "reply_to": message.reply.id if message.reply else None,
        "random_id": message.random_id,
        "edits": message.edits,
        "deleted": message.deleted,
        "heard": message.heard,
    }

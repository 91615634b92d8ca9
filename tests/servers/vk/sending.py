"""messages.send, messages.edit and the answer to a press: who may be written to, and once only."""

from typing import TYPE_CHECKING, Any

from tests.servers.vk.composing import content_of, quoted
from tests.servers.vk.errors import VKError, invalid
from tests.servers.vk.happening import announce, answer_press
from tests.servers.vk.params import INT32, Params
from tests.servers.vk.state import CHATS_FROM, Message, Peer

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]

PEERS = 100
DAY = 24 * 60 * 60
UNEDITABLE = ("sticker", "audio_message")


def writable(server: "VKServer", peer_id: int) -> Peer:
    """The conversation, if the community may write there now."""
    if peer_id > CHATS_FROM:
        return _chat_or_refusal(server, peer_id)
    if peer_id <= 0:
        raise VKError(932)
    user = server.users.get(peer_id)
    if user is not None and user.refuses is not None:
        raise VKError(user.refuses)
    if user is None or not user.allowed:
        raise VKError(901)
    return user.peer


def _chat_or_refusal(server: "VKServer", peer_id: int) -> Peer:
    chat = server.chats.get(peer_id)
    if chat is None:
        # VK itself answers so for a беседа the community has never been in.
        raise VKError(10)
    if chat.refuses is not None:
        raise VKError(*chat.refuses)
    if not chat.bot_inside:
        raise VKError(917)
    return chat.peer


def send(server: "VKServer", params: Params) -> Any:
    """One recipient: the message id (0 in a беседа). With peer_ids: an item for each, its own error in it."""
    random_id = params.integer("random_id") if "random_id" in params else None
    if random_id is None:
        raise invalid("random_id is a required parameter")
    if random_id not in INT32:
        raise invalid("random_id not int32")
    for name in ("peer_ids", "user_ids"):
        if name in params:
            peers = params.integers(name, PEERS)
            content = content_of(server, params)
            return [_item(server, peer_id, random_id, content, params) for peer_id in peers]
    peer = writable(server, _recipient(params))
    # The same random_id is answered as before, whatever the rest says.
    if random_id and (known := peer.by_random.get(random_id)):
        return known.message_id
    return _put(server, peer, random_id, content_of(server, params), params).message_id


def _item(server: "VKServer", peer_id: int, random_id: int, content: Json, params: Params) -> Json:
    item: Json = {"peer_id": peer_id, "message_id": 0, "conversation_message_id": 0}
    try:
        peer = writable(server, peer_id)
        message = peer.by_random.get(random_id) if random_id else None
        message = message or _put(server, peer, random_id, content, params)
    except VKError as error:
        return item | {"error": {"code": error.code, "description": error.text}}
    return item | {"message_id": message.message_id, "conversation_message_id": message.id}


def _recipient(params: Params) -> int:
    if params.get("peer_id"):
        return params.integer("peer_id")
    if params.get("user_id"):
        return params.integer("user_id")
    if params.get("chat_id"):
        return CHATS_FROM + params.integer("chat_id")
    if (domain := params.get("domain", "")).removeprefix("id").isdigit():
        return int(domain.removeprefix("id"))
    raise invalid("you should specify peer_id, user_id, domain, chat_id or user_ids param")


def _put(server: "VKServer", peer: Peer, random_id: int, content: Json, params: Params) -> Message:
    quotes = quoted(server, peer, params)
    if not (content["text"] or content["attachments"] or content["geo"] or quotes):
        raise invalid("message is empty or invalid")
    content = content | quotes | {"random_id": random_id, "attachments": list(content["attachments"])}
    message = server.ledger.write(peer, -server.group_id, server.clock, **content)
    announce(server, "message_reply", message)
    return message


def edit(server: "VKServer", params: Params) -> int:
    """Replace the whole message: a keyboard or a photo that is not given again disappears."""
    peer = writable(server, params.integer("peer_id"))
    message = _own(server, peer, params)
    if server.clock - message.at > DAY:
        raise VKError(909)
    if any(one.shown("")["type"] in UNEDITABLE for one in message.attachments):
        raise VKError(920)
    content = content_of(server, params)
    if not params.flag("keep_forward_messages"):
        content |= {"forwarded": [], "reply": None}
    if not (content["text"] or content["attachments"] or content["geo"]):
        raise invalid("message is empty or invalid")
    server.ledger.rewrite(message, server.clock, **content)
    peer.take_keyboard(message)
    announce(server, "message_edit", message)
    return 1


def _own(server: "VKServer", peer: Peer, params: Params) -> Message:
    """The message to edit: by message_id in a private conversation, by its number in any."""
    cmid = params.integer("conversation_message_id", 0) or params.integer("cmid", 0)
    number = params.integer("message_id", 0)
    if not cmid and not number:
        raise invalid("message_id is undefined")
    message = peer.get(cmid) if cmid else server.ledger.number(number)
    if message is None or message.peer is not peer:
        raise VKError(15, "message can not be found")
    if message.from_id != -server.group_id:
        raise VKError(15)
    return message


def event_answer(server: "VKServer", params: Params) -> int:
    """messages.sendMessageEventAnswer: once, within a minute, for the very press that was made."""
    event_id, user_id, peer_id = params.required("event_id"), params.integer("user_id"), params.integer("peer_id")
    press = server.presses.get(event_id)
    if press is None or press.answered or server.clock - press.at > 60:
        raise invalid("invalid event_id")
    if (press.user_id, press.message.peer.id) != (user_id, peer_id):
        raise invalid("invalid event_id")
    answer_press(server, press, _checked_answer(params))
    return 1


def _checked_answer(params: Params) -> Json:
    if len(params.get("event_data", "")) > 1000:
        raise invalid("event_data is too long")
    answer = params.json("event_data")
    if answer is None:
        return {}
    needed = {"show_snackbar": "text", "open_link": "link", "open_app": "app_id"}.get(str(answer.get("type")))
    if needed is None or not answer.get(needed):
        raise invalid("event_data is invalid")
    if needed == "text" and len(answer["text"]) > 90:
        raise invalid("event_data text is too long")
    return answer

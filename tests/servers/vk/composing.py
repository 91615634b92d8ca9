"""What a message of the bot may hold: text, attachments, keyboard, quotes; checked as VK checks them."""

import re
from typing import TYPE_CHECKING, Any

from tests.servers.vk import attachments
from tests.servers.vk.attachments import Attachment, Doc, Photo, Voice
from tests.servers.vk.errors import VKError, invalid
from tests.servers.vk.keyboards import parse_keyboard
from tests.servers.vk.params import Params
from tests.servers.vk.state import Message, Peer

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]

TEXT, PAYLOAD, ATTACHMENTS, FORWARDS = 4096, 1000, 10, 100
ATTACHED = re.compile(r"(photo|video|audio|doc|wall|market|poll)(-?\d+)_(\d+)(?:_(\w+))?")


def content_of(server: "VKServer", params: Params) -> Json:
    """What the message will hold, checked; the recipient plays no part in it."""
    text = params.get("message", "").strip()
    if len(text) > TEXT:
        raise VKError(914)
    if len(params.get("payload", "")) > PAYLOAD:
        raise invalid("payload is too long")
    found = [_attachment(server, one) for one in params.get("attachment", "").split(",") if one.strip()]
    attached = [one for one in found if one is not None]
    if params.get("sticker_id"):
        attached = [attachments.sticker(params.integer("sticker_id"))]
    server.journal.ignored += ["more than 10"] * max(0, len(attached) - ATTACHMENTS)
    latitude, longitude = params.fraction("lat"), params.fraction("long")
    return {
        "text": text,
        "attachments": attached[:ATTACHMENTS],
        "keyboard": parse_keyboard(params["keyboard"], server.group_id) if params.get("keyboard") else None,
        "payload": params.get("payload") or None,
        "geo": (latitude, longitude) if latitude is not None and longitude is not None else None,
        "flags": frozenset(name for name in ("disable_mentions", "dont_parse_links") if params.flag(name)),
    }


def _attachment(server: "VKServer", raw: str) -> Attachment | None:
    """Own files, or foreign ones with their true access key; VK drops anything else without a word."""
    match = ATTACHED.fullmatch(raw.strip())
    if match is not None:
        kind, owner, number, key = match[1], int(match[2]), int(match[3]), match[4]
        if kind not in ("photo", "doc", "audio"):
            return attachments.Plain(kind, {"id": number, "owner_id": owner, "inner_type": f"{kind}_stub"})
        files: Any = server.files.photos if kind == "photo" else server.files.docs
        file: Photo | Doc | Voice | None = files.get(number)
        if file is not None and file.owner_id == owner and (owner == -server.group_id or key == file.key):
            return file
    server.journal.ignored.append(raw)
    return None


def quoted(server: "VKServer", peer: Peer, params: Params) -> Json:
    """The message replied to, or the forwarded ones: `reply_to`, `forward_messages` or the JSON of `forward`."""
    if params.get("reply_to"):
        number = params.integer("reply_to")
        return {"reply": _mine(server.ledger.number(number), peer, f"reply_to: {number}")}
    if params.get("forward_messages"):
        numbers = params.integers("forward_messages", 1000)
        return {"forwarded": _limited([_there(server.ledger.number(one)) for one in numbers])}
    forward = params.json("forward")
    if forward is None:
        return {}
    source = server.ledger.peers.get(forward.get("peer_id") or peer.id)
    cmids = forward.get("conversation_message_ids") or forward.get("cmids") or []
    found = [_there(source.get(int(cmid)) if source else None) for cmid in cmids]
    found += [_there(server.ledger.number(int(one))) for one in forward.get("message_ids") or []]
    if not found:
        raise invalid("forward is invalid")
    if not forward.get("is_reply"):
        return {"forwarded": _limited(found)}
    if len(found) != 1:
        raise invalid("forward: only one message can be replied")
    return {"reply": _mine(found[0], peer, "forward")}


def _there(message: Message | None) -> Message:
    if message is None:
        raise VKError(921)
    return message


def _mine(message: Message | None, peer: Peer, where: str) -> Message:
    if message is None or message.peer is not peer:
        raise invalid(f"{where} is invalid")
    return message


def _limited(messages: list[Message]) -> list[Message]:
    if len(messages) > FORWARDS:
        raise VKError(913)
    return messages

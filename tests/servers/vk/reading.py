"""The messages.* methods that look, delete and signal."""

from typing import TYPE_CHECKING, Any

from tests.servers.vk.errors import VKError, invalid
from tests.servers.vk.params import Params
from tests.servers.vk.render import community, profile, whole
from tests.servers.vk.sending import DAY, writable
from tests.servers.vk.state import CHATS_FROM, Message, Peer

if TYPE_CHECKING:
    from tests.servers.vk.chats import Chat
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]


def readable(server: "VKServer", peer_id: int) -> Peer:
    """The conversation, if the community may look into it: a беседа only with access."""
    if peer_id > CHATS_FROM:
        peer = writable(server, peer_id)
        if not server.chats[peer_id].full_access:
            raise VKError(917)
        return peer
    if peer_id not in server.users:
        raise VKError(936)
    return server.users[peer_id].peer


def get_by_cmid(server: "VKServer", params: Params) -> Json:
    params.required("conversation_message_ids")
    peer = readable(server, params.integer("peer_id"))
    found = [peer.get(one) for one in params.integers("conversation_message_ids")]
    return _listed(server, found, params)


def get_by_id(server: "VKServer", params: Params) -> Json:
    """By message_ids, or by peer_id with cmids."""
    if params.get("cmids"):
        peer = readable(server, params.integer("peer_id"))
        return _listed(server, [peer.get(one) for one in params.integers("cmids")], params)
    params.required("message_ids")
    return _listed(server, [server.ledger.number(one) for one in params.integers("message_ids")], params)


def _listed(server: "VKServer", found: list[Message | None], params: Params) -> Json:
    messages = [one for one in found if one is not None]
    answer: Json = {"count": len(messages), "items": [whole(one, server.url) for one in messages]}
    if params.flag("extended"):
        answer |= _people(server, [one.from_id for one in messages])
    return answer


def _people(server: "VKServer", ids: list[int]) -> Json:
    return {
        "profiles": [profile(server.users[one]) for one in dict.fromkeys(ids) if one in server.users],
        "groups": [community(server)] if -server.group_id in ids else [],
    }


def delete(server: "VKServer", params: Params) -> list[Json]:
    """An item for each message, with 1 or its own error. Without delete_for_all people go on seeing it."""
    cmids = params.integers("cmids") or params.integers("conversation_message_ids")
    if cmids:
        peer = writable(server, params.integer("peer_id"))
        return [_deleted(server, peer.id, cmid, peer.get(cmid), params) for cmid in cmids]
    numbers = params.integers("message_ids", 1000)
    if not numbers:
        raise invalid("message_ids is undefined")
    return [_deleted(server, 0, number, server.ledger.number(number), params) for number in numbers]


def _deleted(server: "VKServer", peer_id: int, number: int, message: Message | None, params: Params) -> Json:
    named = {"peer_id": peer_id, "conversation_message_id": number} if peer_id else {"message_id": number}
    if message is None:
        return named | _error(VKError(15, "message can not be found"))
    own = message.from_id == -server.group_id
    if params.flag("delete_for_all"):
        if not own or server.clock - message.at > DAY:
            return named | _error(VKError(924))
        server.ledger.remove(message)
    named |= {"peer_id": message.peer.id, "conversation_message_id": message.id}
    return named | {"response": 1}


def _error(error: VKError) -> Json:
    return {"error": {"code": error.code, "description": error.text}}


def members(server: "VKServer", params: Params) -> Json:
    """messages.getConversationMembers: in a беседа only with access (917)."""
    peer = readable(server, params.integer("peer_id"))
    if not peer.is_chat:
        items: list[Json] = [{"member_id": peer.id}, {"member_id": -server.group_id}]
        return {"items": items, "count": 2} | _people(server, [peer.id, -server.group_id])
    chat = server.chats[peer.id]
    items = [_member(chat, one) for one in [*chat.members, -server.group_id]]
    start, most = params.integer("offset", 0), params.integer("count", 200)
    part = items[start : start + most]
    return {"items": part, "count": len(items)} | _people(server, [one["member_id"] for one in part])


def _member(chat: "Chat", member_id: int) -> Json:
    owner = chat.owner_id
    shown: Json = {"member_id": member_id, "invited_by": owner, "join_date": 1_700_000_000, "can_kick": False}
    if member_id == owner:
        shown |= {"is_owner": True, "is_admin": True}
    elif member_id < 0 and chat.full_access:
        shown["is_admin"] = True
    return shown


def conversations(server: "VKServer", params: Params) -> Json:
    """messages.getConversationsById: what is not to be seen is left out, without an error."""
    params.required("peer_ids")
    items = []
    for peer_id in params.integers("peer_ids"):
        chat = server.chats.get(peer_id)
        if peer_id in server.users:
            items.append(_conversation(server, server.users[peer_id].peer))
        elif chat is not None and chat.bot_inside and chat.full_access:
            items.append(_conversation(server, chat.peer) | {"chat_settings": _settings(server, chat)})
    answer: Json = {"count": len(items), "items": items}
    return answer | (_people(server, params.integers("peer_ids")) if params.flag("extended") else {})


def _conversation(server: "VKServer", peer: Peer) -> Json:
    last = peer.messages[-1] if peer.messages else None
    number = last.message_id if last else 0
    local = {"local_id": peer.id - CHATS_FROM} if peer.is_chat else {"local_id": peer.id}
    try:
        writable(server, peer.id)
        can: Json = {"allowed": True}
    except VKError as error:
        can = {"allowed": False, "reason": error.code}
    return {
        "peer": {"id": peer.id, "type": "chat" if peer.is_chat else "user"} | local,
        "last_message_id": number,
        "last_conversation_message_id": len(peer.messages),
        "in_read": peer.read_by_bot,
        "out_read": number,
        "version": last.version if last else 0,
        "sort_id": {"major_id": 0, "minor_id": number},
        "is_marked_unread": False,
        "important": False,
        "unanswered": bool(last and last.from_id > 0),
        "can_write": can,
    }


def _settings(server: "VKServer", chat: "Chat") -> Json:
    rights = "change_info change_invite_link change_pin invite promote_users see_invite_link moderate copy_chat call"
    acl = {f"can_{right}": False for right in [*rights.split(), "use_mass_mentions", "change_service_type"]}
    shown: Json = {"owner_id": chat.owner_id, "title": chat.title, "members_count": len(chat.members) + 1}
    shown |= {"state": "in", "acl": acl, "admin_ids": [-server.group_id], "active_ids": list(chat.members)[:4]}
    return shown | {"is_group_channel": False}


def mark_read(server: "VKServer", params: Params) -> int:
    peer_id = params.integer("peer_id", 0)
    peer = server.ledger.peers.get(peer_id)
    if peer is None:
        raise invalid("peer_id is undefined" if not peer_id else "peer_id is invalid")
    peer.read_by_bot = params.integer("start_message_id", 0) or (peer.messages[-1].message_id if peer.messages else 0)
    return 1


def set_activity(server: "VKServer", params: Params) -> int:
    if params.get("type", "typing") not in ("typing", "audiomessage", "file", "photo", "video"):
        raise invalid("type is invalid")
    writable(server, params.integer("peer_id", 0) or params.integer("user_id"))
    return 1


def is_allowed(server: "VKServer", params: Params) -> Json:
    if params.integer("group_id") != server.group_id:
        raise VKError(15)
    user = server.users.get(params.integer("user_id"))
    return {"is_allowed": int(user is not None and user.allowed and user.refuses is None)}

"""The table of API methods, and the small ones of groups.*, photos.*, docs.* and users.*."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.servers.vk import reading, sending
from tests.servers.vk.attachments import Doc
from tests.servers.vk.callback import CallbackServer
from tests.servers.vk.errors import VKError, invalid
from tests.servers.vk.feed import EVENTS
from tests.servers.vk.params import Params
from tests.servers.vk.render import community, profile

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]


def _own_group(server: "VKServer", params: Params) -> None:
    if params.integer("group_id") != server.group_id:
        raise VKError(15, "no access to this group")


def get_by_id(server: "VKServer", params: Params) -> Any:
    """An object since 5.139, a list before."""
    asked = params.get("group_ids") or params.get("group_id") or str(server.group_id)
    known = {str(server.group_id), server.screen_name, f"club{server.group_id}"}
    groups = [community(server) for one in asked.split(",") if one.strip() in known]
    return {"groups": groups, "profiles": []} if server.version_of(params) >= (5, 139) else groups


def long_poll_server(server: "VKServer", params: Params) -> Json:
    _own_group(server, params)
    if not server.feed.long_poll_on:
        raise invalid("longpoll for this group is not enabled")
    where = f"{server.url}/whp/{server.group_id}"
    return {"key": server.feed.key, "server": where, "ts": str(server.feed.ts)}


def long_poll_settings(server: "VKServer", params: Params) -> Json:
    _own_group(server, params)
    events = {name: int(name in server.feed.enabled) for name in EVENTS}
    return {"is_enabled": server.feed.long_poll_on, "api_version": server.feed.version, "events": events}


def set_long_poll_settings(server: "VKServer", params: Params) -> int:
    _own_group(server, params)
    if "enabled" in params:
        server.feed.long_poll_on = params.flag("enabled")
    _switch(server.feed.enabled, params)
    return 1


def _switch(enabled: set[str], params: Params) -> None:
    for name in EVENTS:
        if name in params:
            (enabled.add if params.flag(name) else enabled.discard)(name)


def add_callback_server(server: "VKServer", params: Params) -> Json:
    """VK asks the new address for the confirmation code at once."""
    _own_group(server, params)
    url, title = params.required("url"), params.required("title", 14)
    if len(server.callbacks.servers) >= 10:
        raise VKError(2000)
    if len(params.get("secret_key", "")) > 50:
        raise invalid("secret_key is too long")
    added = server.callbacks.add(url, title, params.get("secret_key", ""))
    server.callbacks.confirm_soon(added)
    return {"server_id": added.id}


def _callback_server(server: "VKServer", params: Params) -> CallbackServer:
    _own_group(server, params)
    known = server.callbacks.servers.get(params.integer("server_id", 0))
    if known is None:
        raise VKError(104)
    return known


def edit_callback_server(server: "VKServer", params: Params) -> int:
    known = _callback_server(server, params)
    known.url, known.title = params.required("url"), params.required("title", 14)
    known.secret = params.get("secret_key", "")
    server.callbacks.confirm_soon(known)
    return 1


def delete_callback_server(server: "VKServer", params: Params) -> int:
    del server.callbacks.servers[_callback_server(server, params).id]
    return 1


def callback_servers(server: "VKServer", params: Params) -> Json:
    _own_group(server, params)
    wanted = params.integers("server_ids")
    items = [one.shown() for one in server.callbacks.servers.values() if not wanted or one.id in wanted]
    return {"count": len(items), "items": items}


def callback_settings(server: "VKServer", params: Params) -> Json:
    known = _callback_server(server, params)
    return {"api_version": server.feed.version, "events": {name: int(name in known.enabled) for name in EVENTS}}


def set_callback_settings(server: "VKServer", params: Params) -> int:
    _switch(_callback_server(server, params).enabled, params)
    return 1


def confirmation_code(server: "VKServer", params: Params) -> Json:
    _own_group(server, params)
    return {"code": server.callbacks.code}


def photo_upload_server(server: "VKServer", params: Params) -> Json:
    if params.integer("peer_id", 0):
        sending.writable(server, params.integer("peer_id"))
    url = f"{server.url}/upload/photo?act=do_add&gid={server.group_id}"
    return {"album_id": -64, "upload_url": url, "user_id": 0, "group_id": server.group_id}


def save_messages_photo(server: "VKServer", params: Params) -> list[Json]:
    photo, check = params.required("photo"), params.required("hash")
    saved = server.files.save_photos(params.integer("server"), photo, check, server.clock)
    return [one.shown(server.url)["photo"] for one in saved]


def doc_upload_server(server: "VKServer", params: Params) -> Json:
    kind = params.get("type") or "doc"
    if kind not in ("doc", "audio_message", "graffiti"):
        raise invalid("type is invalid")
    sending.writable(server, params.integer("peer_id"))
    return {"upload_url": f"{server.url}/upload/{kind}?act=add_doc&gid={server.group_id}"}


def save_doc(server: "VKServer", params: Params) -> Json:
    saved = server.files.save_doc(params.required("file"), params.get("title", ""), server.clock)
    shown = saved.shown(server.url)
    return {"type": "doc", "doc": shown["doc"]} if isinstance(saved, Doc) else shown


def users_get(server: "VKServer", params: Params) -> list[Json]:
    """A community is no user: without user_ids the list is empty."""
    ids = [one.strip().removeprefix("id") for one in params.get("user_ids", "").split(",")]
    if len(ids) > 1000:
        raise invalid("user_ids contains more than 1000 items")
    known = [server.users[int(one)] for one in ids if one.isdigit() and int(one) in server.users]
    return [profile(user, params.get("fields", "")) for user in known]


# The bits of a community token's rights.
RIGHTS = {"photos": 4, "messages": 4096, "wall": 8192, "docs": 131_072, "manage": 262_144}


def token_permissions(server: "VKServer", params: Params) -> Json:
    has = [{"name": name, "setting": bit} for name, bit in RIGHTS.items() if name in server.permissions]
    return {"mask": sum(RIGHTS[name] for name in server.permissions), "permissions": has}


def right_for(method: str) -> str | None:
    """The right a token must have for the method; the settings of events and the Long Poll want «manage»."""
    section, _, name = method.partition(".")
    if section == "groups":
        return "manage" if "LongPoll" in name or "Callback" in name else None
    return section if section in RIGHTS else None


METHODS: dict[str, Callable[["VKServer", Params], Any]] = {
    "groups.getById": get_by_id,
    "groups.getTokenPermissions": token_permissions,
    "groups.getLongPollServer": long_poll_server,
    "groups.getLongPollSettings": long_poll_settings,
    "groups.setLongPollSettings": set_long_poll_settings,
    "groups.addCallbackServer": add_callback_server,
    "groups.editCallbackServer": edit_callback_server,
    "groups.deleteCallbackServer": delete_callback_server,
    "groups.getCallbackServers": callback_servers,
    "groups.getCallbackSettings": callback_settings,
    "groups.setCallbackSettings": set_callback_settings,
    "groups.getCallbackConfirmationCode": confirmation_code,
    "messages.send": sending.send,
    "messages.edit": sending.edit,
    "messages.sendMessageEventAnswer": sending.event_answer,
    "messages.delete": reading.delete,
    "messages.getByConversationMessageId": reading.get_by_cmid,
    "messages.getById": reading.get_by_id,
    "messages.getConversationMembers": reading.members,
    "messages.getConversationsById": reading.conversations,
    "messages.markAsRead": reading.mark_read,
    "messages.setActivity": reading.set_activity,
    "messages.isMessagesFromGroupAllowed": reading.is_allowed,
    "photos.getMessagesUploadServer": photo_upload_server,
    "photos.saveMessagesPhoto": save_messages_photo,
    "docs.getMessagesUploadServer": doc_upload_server,
    "docs.save": save_doc,
    "users.get": users_get,
}

"""The story told from another process: POST /_control with commands in JSON, GET /_journal to see what the bot did.

One command is an object {"do": …}, a list of them is carried out in order and answered with a list:
  user first last [id allowed] · chat title members [full_access] · writes user [chat text photos(base64) reply_to geo
  payload] · presses user label [chat on] · presses_payload user payload [chat on] · edits user id text [chat]
  sees user [chat last] · sees_text user text [chat within new] · sees_button · fault method kind [times after]
  set {now, enforce_limits, journal, crop_over} · toasts user · stats · allows, denies user
"""

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.vk.happening import Press
from tests.servers.vk.people import Seat
from tests.servers.vk.state import Message

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]


async def serve(server: "VKServer", request: web.BaseRequest, name: str) -> web.Response:
    """An impossible command answers 409 with the reason, so that a benchmark stops where it went wrong."""
    if name == "_journal":
        return _json(await _journal(server, request))
    command = json.loads(await request.text())
    try:
        if isinstance(command, list):
            return _json([await _do(server, one) for one in command])
        return _json(await _do(server, command))
    except (AssertionError, LookupError, TypeError, ValueError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, status=409)


async def _journal(server: "VKServer", request: web.BaseRequest) -> Json:
    """Calls after number `after`; with `wait` seconds, at least one of them if it comes in that time."""
    after, wait = int(request.query.get("after", 0)), float(request.query.get("wait", 0))
    deadline = asyncio.get_running_loop().time() + wait
    while len(server.journal) <= after and not server.feed.closing:
        if not await server.journal.grew.wait(deadline - asyncio.get_running_loop().time()):
            break
    calls = server.journal.since(after, int(request.query.get("most", 1000)))
    return {"next": after + len(calls), "calls": [call.shown() for call in calls]}


async def _do(server: "VKServer", command: Json) -> Any:
    name = command["do"]
    if name in ("sees_text", "sees_button"):
        seat = _seat(server, command)
        waits = seat.sees_text if name == "sees_text" else seat.sees_button
        found = await waits(command["text"], float(command.get("within", 5)), bool(command.get("new")))
        return _message(found)
    return COMMANDS[name](server, command)


def _seat(server: "VKServer", command: Json) -> Seat:
    user = server.users[command["user"]]
    return user.in_(server.chats[command["chat"]]) if command.get("chat") else user


def _at(server: "VKServer", command: Json, name: str) -> Message | None:
    return _seat(server, command).peer.get(command[name]) if command.get(name) else None


def _user(server: "VKServer", command: Json) -> Json:
    user = server.user(command["first"], command.get("last", ""), command.get("id"), bool(command.get("allowed")))
    return {"id": user.id}


def _chat(server: "VKServer", command: Json) -> Json:
    members = [server.users[one] for one in command["members"]]
    return {"peer_id": server.chat(command["title"], members, full_access=bool(command.get("full_access"))).peer_id}


def _writes(server: "VKServer", command: Json) -> Json:
    return _message(
        _seat(server, command).writes(
            command.get("text", ""),
            photos=[base64.b64decode(one) for one in command.get("photos", ())],
            reply_to=_at(server, command, "reply_to"),
            geo=tuple(command["geo"]) if command.get("geo") else None,
            payload=command.get("payload"),
        )
    )


def _presses(server: "VKServer", command: Json) -> Json:
    return _pressed(_seat(server, command).presses(command["label"], _at(server, command, "on")))


def _presses_payload(server: "VKServer", command: Json) -> Json:
    return _pressed(_seat(server, command).presses_payload(command["payload"], _at(server, command, "on")))


def _pressed(result: Press | Message) -> Json:
    return {"event_id": result.event_id} if isinstance(result, Press) else _message(result)


def _edits(server: "VKServer", command: Json) -> Json:
    message = _at(server, command, "id")
    assert message is not None, "no such message"
    return _message(_seat(server, command).edits(message, command["text"]))


def _sees(server: "VKServer", command: Json) -> list[Json]:
    return [_message(one) for one in _seat(server, command).sees[-int(command.get("last", 50)) :]]


def _fault(server: "VKServer", command: Json) -> Json:
    server.fault(command["method"], str(command["kind"]), command.get("times", 1), command.get("after", 0))
    return {}


def _set(server: "VKServer", command: Json) -> Json:
    if "now" in command:
        server.now = datetime.fromisoformat(command["now"])
    server.enforce_limits = command.get("enforce_limits", server.enforce_limits)
    server.crop_over = command.get("crop_over", server.crop_over)
    server.journal.kept = command.get("journal", server.journal.kept)
    return {"now": server.now.isoformat(), "url": server.url, "token": server.token, "group_id": server.group_id}


def _stats(server: "VKServer", command: Json) -> Json:
    messages = sum(len(peer.messages) for peer in server.ledger.peers.values())
    return {"calls": server.journal.counts, "errors": server.journal.errors, "messages": messages, "ts": server.feed.ts}


def _permission(server: "VKServer", command: Json) -> Json:
    getattr(server.users[command["user"]], command["do"])()
    return {}


def _message(message: Message) -> Json:
    shown: Json = {"id": message.id, "message_id": message.message_id, "peer_id": message.peer.id}
    shown |= {"from_id": message.from_id, "text": message.text, "buttons": message.buttons, "edits": message.edits}
    return shown | {"photos": len(message.photos), "random_id": message.random_id}


def _json(value: Any, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=lambda one: json.dumps(one, ensure_ascii=False))


COMMANDS: dict[str, Callable[["VKServer", Json], Any]] = {
    "user": _user,
    "chat": _chat,
    "writes": _writes,
    "presses": _presses,
    "presses_payload": _presses_payload,
    "edits": _edits,
    "sees": _sees,
    "fault": _fault,
    "set": _set,
    "stats": _stats,
    "toasts": lambda server, command: server.users[command["user"]].toasts,
    "allows": _permission,
    "denies": _permission,
}

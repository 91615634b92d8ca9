"""The same story told over HTTP, for benchmarks that run in another process.

POST /_control takes one command or a list of them and answers {"ok": true, "result": …}, in a list for a list:

    {"do": "user", "name": "Анна", "last_name": "Петрова"}                       -> {"id": 100000001}
    {"do": "group", "title": "Администрация", "members": [100000002], "full_access": true}  -> {"id": 2000000001}
    {"do": "writes", "who": 100000001, "text": "Яма", "photos": ["<base64>"], "geo": [55.2, 32.4]}  -> {"id": 1, …}
    {"do": "writes", "who": 100000002, "in": 2000000001, "text": "Сделали", "reply_to": 3}
    {"do": "presses", "who": 100000001, "label": "Отправить"}                    -> {"press": "1776a756b921", …}
    {"do": "sees_text", "who": 100000001, "text": "Номер", "within": 5, "after": 2}
    {"do": "watch", "after": 0, "within": 10}            -> {"moment": …, "events": [{"kind": "sent", "message": {…}}]}
    {"do": "fault", "method": "messages.send", "times": 2, "kind": "9"} · {"do": "storm", "seed": 1, "share": 0.1}
    {"do": "kick_bot", "group": 2000000001} · {"do": "set", "enforce_limits": true, "journal": false} · {"do": "stats"}

Messages are named by their id in the conversation of the command. An impossible command answers 400 and says why.
GET /_journal?after=N&method=messages.send gives the calls from number N on; with wait=S it waits so long for one.
"""

import asyncio
import base64
import inspect
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.vk.described import described
from tests.servers.vk.people import Seat

if TYPE_CHECKING:
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]

PRESSING = {"presses", "presses_payload"}
SEEING = {"sees", "sees_text", "sees_button", "sees_photo", "sees_toast", "toasts"}
SENDING = {f"sends_{what}" for what in ("doc", "voice", "sticker", "video", "link", "wall")}
SEAT_VERBS = PRESSING | SEEING | SENDING | {"writes", "edits", "allows", "denies"}
GROUP_VERBS = frozenset({"invite_bot", "kick_bot", "add", "kick"})
SERVER_VERBS = frozenset({"fault", "fail_poll", "repeat_event", "webhook"})
MESSAGES = ("reply_to", "on", "after", "message")


async def serve(server: "VKServer", request: web.BaseRequest, name: str) -> web.Response:
    if name == "_journal":
        return _json(await _journal(server, request))
    commands = json.loads(await request.text())
    try:
        if isinstance(commands, list):
            return _json({"ok": True, "result": [await _obey(server, one) for one in commands]})
        return _json({"ok": True, "result": await _obey(server, commands)})
    except (AssertionError, LookupError, TypeError, ValueError) as error:
        return _json({"ok": False, "error": f"{type(error).__name__}: {error}"}, status=400)


async def _journal(server: "VKServer", request: web.BaseRequest) -> Json:
    after, wait = int(request.query.get("after", 0)), float(request.query.get("wait", 0))
    clock = asyncio.get_running_loop().time
    deadline = clock() + wait
    while len(server.journal) <= after and not server.feed.closing:
        if not await server.journal.grew.wait(deadline - clock()):
            break
    method = request.query.get("method")
    calls = [call.shown() for call in server.journal[after:] if method in (None, call.method)]
    return {"ok": True, "result": calls, "next": len(server.journal)}


async def _obey(server: "VKServer", command: Json) -> Any:
    verb, values = command["do"], {key: value for key, value in command.items() if key != "do"}
    if verb in SEAT_VERBS:
        seat = _seat(server, values)
        done = getattr(seat, verb)
        done = done(**_values(seat, values)) if callable(done) else done
    elif verb in GROUP_VERBS:
        chat = server.chats[values.pop("group")]
        people = {key: server.users[values.pop(key)] for key in ("user", "by") if key in values}
        done = getattr(chat, verb)(**people, **values)
    elif verb in SERVER_VERBS:
        done = getattr(server, verb)(**values)
    else:
        done = OWN[verb](server, **values)
    return described(await done if inspect.isawaitable(done) else done)


def _seat(server: "VKServer", values: Json) -> Seat:
    user = server.users[values.pop("who")]
    return user.in_(server.chats[values.pop("in")]) if "in" in values else user


def _values(seat: Seat, values: Json) -> Json:
    """The arguments of a verb, with messages and bytes in the place of their names."""
    named: Json = {key: seat.peer.get(values[key]) for key in MESSAGES if values.get(key) is not None}
    missing = [key for key, message in named.items() if message is None]
    assert not missing, f"there is no such message here: {missing}"
    if "photos" in values:
        named["photos"] = [base64.b64decode(one) for one in values["photos"]]
    if "data" in values:
        named["data"] = base64.b64decode(values["data"])
    return values | named


def _user(server: "VKServer", name: str, last_name: str = "", **more: Any) -> Any:
    return server.user(name, last_name, **more)


def _group(server: "VKServer", title: str, members: list[int], **more: Any) -> Any:
    return server.chat(title, [server.users[one] for one in members], **more)


def _set(server: "VKServer", **options: Any) -> Json:
    if "now" in options:
        server.now = datetime.fromisoformat(options["now"])
    server.enforce_limits = options.get("enforce_limits", server.enforce_limits)
    server.crop_over = options.get("crop_over", server.crop_over)
    server.journal.kept = options.get("journal", server.journal.kept)
    return {"now": server.now.isoformat()}


def _stats(server: "VKServer") -> Json:
    peers = server.ledger.peers.values()
    shown: Json = {"calls": sum(server.journal.counts.values()), "by_method": server.journal.counts}
    shown |= {"errors": server.journal.errors, "ts": server.feed.ts, "faults": server.faults.hits}
    return shown | {"sent": sum(len(one.from_bot) for one in peers), "told": sum(len(one.messages) for one in peers)}


async def _watch(server: "VKServer", after: int = 0, within: float = 60) -> Json:
    """What the bot did later than the moment `after`; waits for something to happen if nothing did."""
    if not (deeds := server.ledger.deeds_after(after)) and await server.ledger.done.wait(within):
        deeds = server.ledger.deeds_after(after)
    return {"moment": deeds[-1].moment if deeds else after, "events": described(deeds)}


def _storm(server: "VKServer", seed: int, share: float, **more: Any) -> None:
    server.storm(seed, share, **{key: tuple(value) for key, value in more.items()})


OWN: dict[str, Callable[..., Any]] = {
    "user": _user,
    "group": _group,
    "set": _set,
    "stats": _stats,
    "watch": _watch,
    "storm": _storm,
}


def _json(value: Any, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=lambda one: json.dumps(one, ensure_ascii=False))

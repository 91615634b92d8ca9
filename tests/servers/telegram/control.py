"""The same story told over HTTP, for benchmarks that run in another process.

POST /_control takes one command or a list of them and answers {"ok": true, "result": …}, in a list for a list:

    {"do": "user", "name": "Анна"}                                          -> {"id": 5800000001}
    {"do": "group", "title": "Администрация", "members": [5800000002]}      -> {"id": -4200000003}
    {"do": "writes", "who": 5800000001, "text": "Яма на дороге"}            -> {"id": 100, "chat": …, "moment": …}
    {"do": "writes", "who": 5800000002, "in": -4200000003, "text": "Сделали", "reply_to": 101}
    {"do": "sends_album", "who": …, "photos": ["<base64>", …], "caption": "Вот"}
    {"do": "presses", "who": …, "label": "Отправить"}                       -> {"press": "123…"}
    {"do": "sees_text", "who": …, "text": "Номер", "within": 5, "after": 100}
    {"do": "watch", "after": 0, "within": 10}       -> {"moment": …, "events": [{"kind": "sent", "message": {…}}, …]}
    {"do": "fault", "method": "sendMessage", "times": 2, "kind": "429", "retry_after": 3}
    {"do": "kick_bot", "group": -4200000003} · {"do": "set", "enforce_limits": true, "journal": false} · {"do": "stats"}

Messages are named by their id in the chat of the command, or as {"chat": …, "id": …}.
GET /_journal?after=N&method=sendMessage gives the calls from number N on.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .chats import Chat
from .described import described
from .groups import Group
from .messages import Message
from .people import Person
from .presses import Event
from .seeing import Seat

if TYPE_CHECKING:
    from .server import TelegramServer

Json = dict[str, Any]

PERSON_VERBS = frozenset(
    name
    for name in dir(Person)
    if name.startswith(("writes", "sends", "edits", "presses", "sees", "blocks", "unblocks"))
) | {"starts", "deactivates"}
GROUP_VERBS = frozenset(
    ("add_bot", "kick_bot", "promote_bot", "mute_bot", "adds", "removes", "promotes", "renames", "topic", "upgrade")
)
SERVER_VERBS = frozenset(("fault", "repeat_update", "shuffle_pending", "expire_presses", "confirmed", "polled"))
MESSAGES = ("reply_to", "on", "after", "message")
EVENTS_KEPT = 100_000


class Control:
    def __init__(self, server: TelegramServer) -> None:
        self.server, self.world = server, server.world
        self.groups: dict[int, Group] = {}
        self._events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self._bells: list[asyncio.Future[None]] = []
        self.world.listeners.append(self._note)

    async def handle(self, request: web.Request) -> web.Response:
        commands = await request.json()
        try:
            if isinstance(commands, list):
                result: Any = [await self.obey(command) for command in commands]
            else:
                result = await self.obey(commands)
        except (AssertionError, KeyError, ValueError, TypeError, StopIteration) as error:
            return web.json_response({"ok": False, "error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response({"ok": True, "result": result})

    async def journal(self, request: web.Request) -> web.Response:
        after, method = int(request.query.get("after", 0)), request.query.get("method", "").lower()
        calls = [call.as_json() for call in self.server.journal[after:] if method in ("", call.method.lower())]
        return web.json_response({"ok": True, "result": calls, "next": len(self.server.journal)})

    async def obey(self, command: Json) -> Any:
        command = dict(command)
        verb = command.pop("do")
        if verb in PERSON_VERBS:
            seat = self._seat(command)
            outcome = getattr(seat, verb)
            outcome = outcome(**self._values(verb, command, seat.chat)) if callable(outcome) else outcome
        elif verb in GROUP_VERBS:
            group = self.groups[command.pop("group")]
            people = {key: self.world.people[command.pop(key)] for key in ("person", "by") if key in command}
            outcome = getattr(group, verb)(**command, **people)
            self.groups[group.id] = group
        elif verb in SERVER_VERBS:
            outcome = getattr(self.server, verb)(**command)
        else:
            outcome = getattr(self, f"_do_{verb}")(**command)
        return described(await outcome if inspect.isawaitable(outcome) else outcome)

    def _seat(self, command: Json) -> Seat:
        person = self.world.people[command.pop("who")]
        if "in" not in command:
            return person
        group = self.groups[command.pop("in")]
        topic = group.chat.topics[command.pop("topic")] if "topic" in command else None
        return person.in_(group, topic=topic, anonymous=command.pop("anonymous", False))

    def _values(self, verb: str, command: Json, chat: Chat) -> Json:
        """The arguments of a call, with messages and bytes in the place of their names."""
        values = dict(command)
        for name in MESSAGES:
            if values.get(name) is not None:
                values[name] = self._message(values[name], chat)
        if "photos" in values:
            values["photos"] = [base64.b64decode(photo) for photo in values["photos"]]
        if "data" in values and verb != "presses_data":
            values["data"] = base64.b64decode(values["data"])
        if isinstance(values.get("forwarded"), int):
            values["forwarded"] = self.world.people[values["forwarded"]]
        return values

    def _message(self, name: Any, chat: Chat) -> Message:
        if isinstance(name, dict):
            chat, name = self.world.chats[name["chat"]], name["id"]
        return chat.messages[name]

    # -- commands of its own

    def _do_user(self, name: str, **more: Any) -> Json:
        return {"id": self.server.user(name, **more).id}

    def _do_group(self, title: str, members: list[int], **more: Any) -> Json:
        group = self.server.group(title, [self.world.people[number] for number in members], **more)
        self.groups[group.id] = group
        return {"id": group.id}

    def _do_set(self, **options: bool) -> None:
        if "enforce_limits" in options:
            self.server.enforce_limits = options["enforce_limits"]
        if "journal" in options:
            self.server.keep_journal = options["journal"]
        if "privacy" in options:
            self.world.privacy = options["privacy"]

    def _do_storm(self, seed: int, share: float, **which: list[str]) -> None:
        """`which` may name kinds and methods."""
        self.server.faults.storm(seed, share, **{name: tuple(values) for name, values in which.items()})

    def _do_stats(self) -> Json:
        return {
            "pending": len(self.world.updates.pending),
            "calls": len(self.server.journal),
            "sent": sum(len(chat.from_bot) for chat in self.world.chats.values()),
            "faults": self.server.faults.hits,
            "refused_by_limits": self.world.limits.refused,
        }

    async def _do_watch(self, after: int = 0, within: float = 60) -> Json:
        """What the bot did later than the moment `after`; waits for something to happen if nothing did."""
        events = self._since(after)
        if not events and within:
            bell = asyncio.get_running_loop().create_future()
            self._bells.append(bell)
            await asyncio.wait([bell], timeout=within)
            events = self._since(after)
        shown = [
            {"kind": event.kind, "message": described(event.message), "press": described(event.press)}
            for event in events
        ]
        return {"moment": events[-1].moment if events else after, "events": shown}

    def _note(self, event: Event) -> None:
        self._events.append(event)
        for bell in self._bells:
            if not bell.done():
                bell.set_result(None)
        self._bells.clear()

    def _since(self, moment: int) -> list[Event]:
        newer: list[Event] = []
        for event in reversed(self._events):
            if event.moment <= moment:
                break
            newer.append(event)
        return newer[::-1]

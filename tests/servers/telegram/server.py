"""The server as a test sees it: people and groups, what was sent, and what shall go wrong."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from aiohttp import web

from .control import Control
from .faults import Fault
from .front import Front
from .groups import Group
from .journal import Call
from .messages import Message
from .people import Person
from .presses import Event, Toast
from .world import World

TOKEN = "7000000001:TEST-TOKEN"


class TelegramServer(Front):
    """A Telegram of one bot on a loopback port: `async with TelegramServer() as server`.

    `privacy` is the bot's privacy mode in groups, on as BotFather leaves it: without it being an administrator the bot
    hears commands, answers to its own messages, mentions and service messages, nothing else.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        name: str = "Отклик",
        username: str = "otklik_test_bot",
        privacy: bool = True,
        journal: bool = True,
        enforce_limits: bool = False,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        super().__init__(World(bot, clock, privacy, seed), token, port, journal)
        self.world.limits.on = enforce_limits

    def user(self, name: str, *, last_name: str = "", username: str = "", started: bool = False) -> Person:
        """Somebody with an account. The bot cannot write first, unless the person has `started` it."""
        return Person(self.world, name, last_name=last_name, username=username, started=started)

    def group(
        self,
        title: str,
        members: Sequence[Person] = (),
        *,
        supergroup: bool = False,
        forum: bool = False,
        bot: Literal["member", "administrator"] | None = "member",
        silent: bool = False,
    ) -> Group:
        """A group of these people, to which the bot was added just now: it hears of that, unless `silent`."""
        return Group(self.world, title, members, supergroup=supergroup, forum=forum, bot=bot, silent=silent)

    @property
    def toasts(self) -> dict[int, list[Toast]]:
        """What was shown to whom by answerCallbackQuery, by the id of the person."""
        return self.world.toasts

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.journal if call.method.lower() == method.lower()]

    def sent(self) -> list[Message]:
        """All that the bot ever sent, in order, also what was deleted since."""
        messages = [message for chat in self.world.chats.values() for message in chat.from_bot]
        return sorted(messages, key=lambda message: message.born)

    def fault(self, method: str | None = None, times: int = 1, kind: str = "500", **more: Any) -> Fault:
        """The next calls go wrong, in one of the ways 429, 500, 502html, garbage, half, hang, drop, done-then-drop.

        `Faults.order` tells of the other arguments.
        """
        return self.faults.order(method, times, kind, **more)

    def expire_presses(self) -> None:
        """All presses that wait for an answer become too old."""
        self.world.presses.clear()

    def repeat_update(self, which: int = -1) -> int:
        """Tells a confirmed update again, by its id or counted from the last one (-1)."""
        return self.world.updates.repeat(which)

    def shuffle_pending(self, seed: int = 0) -> None:
        """Puts the updates the bot has not confirmed into another order."""
        self.world.updates.shuffle(seed)

    def holding_updates(self) -> AbstractContextManager[None]:
        """`with server.holding_updates():` people act, and the bot hears of it all at once at the end."""
        return self.world.updates.held()

    async def confirmed(self, within: float = 60) -> None:
        """Waits until the bot has confirmed every update."""
        await self.world.updates.emptied(within)

    async def polled(self, within: float = 60) -> None:
        """Waits until a bot waits in getUpdates."""
        await self.world.updates.polled(within)

    def on_event(self, listener: Callable[[Event], None]) -> None:
        """Calls the listener with everything the bot does."""
        self.world.listeners.append(listener)

    @property
    def enforce_limits(self) -> bool:
        return self.world.limits.on

    @enforce_limits.setter
    def enforce_limits(self, on: bool) -> None:
        self.world.limits.on = on

    def more_routes(self) -> dict[str, Callable[[web.Request], Any]]:
        control = Control(self)
        return {"/_control": control.handle, "/_journal": control.journal}


async def run_forever(server: TelegramServer) -> None:
    """For a process of its own: says where it listens, then serves until it is stopped."""
    async with server:
        print(json.dumps({"url": server.url, "token": server.token}), flush=True)
        await asyncio.Event().wait()

"""VKServer: a fake of VK's API for community bots (5.199) over real HTTP, told as a story."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from tests.servers.vk.callback import Callbacks, CallbackServer
from tests.servers.vk.chats import Chat
from tests.servers.vk.errors import invalid
from tests.servers.vk.faults import STORM, Fault, Faults
from tests.servers.vk.feed import USUAL, Feed
from tests.servers.vk.files import Files
from tests.servers.vk.happening import Press
from tests.servers.vk.journal import Call, Journal
from tests.servers.vk.ledger import Ledger
from tests.servers.vk.params import Params
from tests.servers.vk.people import User
from tests.servers.vk.state import CHATS_FROM, Message, Signal
from tests.servers.vk.wire import Face

VERSION = "5.199"


class VKServer:
    """Use as `async with VKServer() as server:`; every public attribute may be changed while it runs."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "vk1.a.fake-community-token",
        group_id: int = 219_000_001,
        screen_name: str = "otklik_bot",
        name: str = "Отклик",
        keep_journal: bool = True,
    ) -> None:
        self._host, self._port = host, port
        self.url = ""
        self.token, self.group_id, self.screen_name, self.name = token, group_id, screen_name, name
        self.ledger, self.files, self.feed = Ledger(group_id), Files(group_id), Feed(group_id, VERSION)
        self.callbacks, self.faults, self.journal = Callbacks(group_id), Faults(), Journal(keep_journal)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.toasts: dict[int, list[str]] = {}
        self.toasted = Signal()
        self.enforce_limits = False
        self.permissions = {"photos", "messages", "docs", "manage"}  # the token's rights
        self.crop_over = 3  # with more attachments than this an event is cropped, as bots' authors report of VK
        self._ahead = 0.0
        self._face = Face(self)
        self.feed.listeners.append(self.callbacks.hear)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        port = await self._face.open(self._host, self._port)
        self.url = f"http://{self._host}:{port}"

    async def stop(self) -> None:
        """Let go of everyone who waits, then close."""
        self.feed.close()
        self.faults.released.set()
        self.journal.grew.fire()
        self.ledger.done.fire()
        await self.callbacks.close()
        await self._face.close()

    # The clock.

    @property
    def now(self) -> datetime:
        """The server's time, aware, UTC; set it and it goes on from there."""
        return datetime.fromtimestamp(time.time() + self._ahead, UTC)

    @now.setter
    def now(self, moment: datetime) -> None:
        self._ahead = moment.timestamp() - time.time()

    @property
    def clock(self) -> int:
        return int(time.time() + self._ahead)

    # Who there is.

    def user(self, first: str, last: str = "", user_id: int | None = None, allowed: bool = False) -> User:
        """A new person; `allowed` as if he had written to the community before."""
        number = user_id or 100_000_001 + len(self.users)
        user = User(self, number, first, last)
        user.allowed = allowed
        self.users[number] = user
        return user

    def chat(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        full_access: bool = False,
        with_bot: bool = True,
        silent: bool = False,
    ) -> Chat:
        """A new беседа; the bot is invited into it by the first member and told so, unless `silent`."""
        chat = Chat(self, CHATS_FROM + 1 + len(self.chats), title, members)
        chat.full_access = full_access
        self.chats[chat.peer_id] = chat
        if with_bot and not silent:
            chat.invite_bot()
        chat.bot_inside = with_bot
        return chat

    # What the bot did.

    def calls(self, method: str) -> list[Call]:
        return self.journal.of(method)

    def sent(self) -> list[Message]:
        """All that the bot ever sent, in order, also what was deleted since."""
        messages = [message for peer in self.ledger.peers.values() for message in peer.from_bot]
        return sorted(messages, key=lambda message: message.born)

    # Troubles.

    def fault(
        self,
        method: str,
        kind: str,
        times: int = 1,
        after: int = 0,
        where: Callable[[dict[str, str]], bool] | None = None,
    ) -> Fault:
        """The next `times` calls of `method` (those for which `where(params)` holds, skipping `after`) go wrong.

        `method` is VK's name, "a_check" for the long poll, "upload", "file" for downloads, "*" for any. `kind` is an
        error code ("6", "9", "10", "917" …) or "500", "502html", "garbage", "half" (performed, half of the answer
        comes), "hang" (until the server stops), "drop", or "done-then-" and one of these for a call that is performed.
        """
        return self.faults.add(Fault(method, kind, times, after, where))

    def storm(self, seed: int, share: float, kinds: Sequence[str] = STORM, methods: Sequence[str] = ()) -> None:
        """From now on a share of the calls (of `methods`, if given) goes wrong in one of the ways; 0 ends it."""
        self.faults.storm(seed, share, kinds, methods)

    def fail_poll(self, code: int, times: int = 1) -> None:
        """The next polls answer failed 1, 2 or 3."""
        self.feed.fail(code, times)

    def repeat_event(self, count: int = 1) -> None:
        """The last `count` events come once more, with the same event_id."""
        self.feed.repeat(count)

    def reorder(self) -> AbstractContextManager[None]:
        """`with server.reorder():` what happens inside reaches the bot in reverse order."""
        return self.feed.reversed()

    async def webhook(self, url: str, secret: str = "", events: Iterable[str] = USUAL) -> CallbackServer:
        """What an administrator does in the community's settings: the address, the secret, the kinds of events."""
        server = self.callbacks.add(url, "otklik", secret)
        server.enabled.update(events)
        await self.callbacks.confirm(server)
        return server

    @staticmethod
    def version_of(params: Params) -> tuple[int, int]:
        """The API version asked for, as two numbers."""
        match = re.fullmatch(r"(\d+)\.(\d+)", params.get("v", VERSION))
        if match is None:
            raise invalid("v is invalid")
        return int(match[1]), int(match[2])

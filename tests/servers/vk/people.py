"""The people of a story: a person writes, presses and sees, alone with the community or in a беседа."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tests.servers.vk import attachments, happening
from tests.servers.vk.happening import Press
from tests.servers.vk.keyboards import actions_of
from tests.servers.vk.state import Message, Peer, newest
from tests.servers.vk.view import View

if TYPE_CHECKING:
    from tests.servers.vk.chats import Chat
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]
STRANGER = 700_000_001


class Seat(View):
    """One person in one conversation."""

    def __init__(self, server: "VKServer", user: "User", peer: Peer, user_id: int) -> None:
        super().__init__(server, peer, user_id)
        self.user = user

    def writes(
        self,
        text: str = "",
        *,
        photos: Iterable[bytes] = (),
        reply_to: Message | None = None,
        geo: tuple[float, float] | None = None,
        forwarded: Iterable[Message | str] = (),
        payload: Json | str | None = None,
        attached: Sequence[attachments.Attachment] = (),
    ) -> Message:
        """Send a message; strings in `forwarded` are words of a stranger, geo is (latitude, longitude)."""
        raw = payload if payload is None or isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        return happening.receive(
            self,
            text=text,
            attachments=[*self._pictures(photos), *attached],
            reply=reply_to,
            geo=geo,
            forwarded=[self._forwarded(one) for one in forwarded],
            payload=raw,
        )

    def sends_doc(self, data: bytes, name: str, text: str = "") -> Message:
        return self.writes(text, attached=[self.server.files.doc(self.user.id, data, name, self.server.clock)])

    def sends_voice(self, data: bytes = b"OggS", seconds: int = 3) -> Message:
        return self.writes(attached=[self.server.files.voice(self.user.id, data, seconds)])

    def sends_sticker(self, number: int = 9046) -> Message:
        return self.writes(attached=[attachments.sticker(number)])

    def sends_video(self, title: str = "Видео", text: str = "") -> Message:
        return self.writes(text, attached=[attachments.video(456_239_017, self.user.id, title, self.server.clock)])

    def sends_link(self, url: str) -> Message:
        return self.writes(url, attached=[attachments.link(url)])

    def sends_wall(self, text: str, comment: str = "") -> Message:
        return self.writes(comment, attached=[attachments.wall(77, -1, text, self.server.clock)])

    def edits(self, message: Message, text: str, photos: Iterable[bytes] | None = None) -> Message:
        """Change an own message; the photos stay as they were unless given anew."""
        assert message.from_id == self.user.id, f"{self.user.name} did not write {message}"
        content: Json = {"text": text}
        if photos is not None:
            content["attachments"] = self._pictures(photos)
        return happening.receive_edit(self, message, content)

    def presses(self, label: str, on: Message | None = None) -> Press | Message:
        """Press the button whose label contains `label`, on `on` or on the newest message that has one.

        A callback button gives a Press, a text or location button the message it wrote.
        """

        def has(message: Message) -> bool:
            return message.peer.offers(message) and any(label in _name(one) for one in actions_of(message.keyboard))

        found = newest(self.peer.from_bot, has) if on is None else (on if has(on) else None)
        if found is None:
            raise AssertionError(f"no button «{label}» to press for {self.user.name}\n{self.transcript()}")
        action = next(one for one in actions_of(found.keyboard) if label in _name(one))
        return happening.press(self, found, action)

    def presses_payload(self, payload: Json | str, on: Message | None = None) -> Press:
        """Press a callback button that may not exist: a forged one, or one the bot has just taken away."""
        message = on or newest(self.peer.from_bot, lambda one: True)
        if message is None:
            raise AssertionError(f"the bot has written nothing to {self.user.name} yet")
        return happening.press_callback(self, message, payload)

    def _pictures(self, photos: Iterable[bytes]) -> list[attachments.Photo]:
        return [self.server.files.photo(self.user.id, one, self.server.clock) for one in photos]

    def _forwarded(self, one: Message | str) -> Message:
        return one if isinstance(one, Message) else Message(Peer(STRANGER), 1, 0, STRANGER, self.server.clock, one)


class User(Seat):
    """A person of VK; as a Seat, in the private conversation with the community."""

    def __init__(self, server: "VKServer", user_id: int, first: str, last: str) -> None:
        super().__init__(server, self, server.ledger.peer(user_id), user_id)
        self.id, self.first, self.last = user_id, first, last
        self.allowed = False
        self.refuses: int | None = None  # 900 blacklist, 902 privacy, 950 …: what sending to him is answered with

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    def in_(self, chat: "Chat") -> Seat:
        """The same person in a беседа."""
        assert self.id in chat.members, f"{self.name} is not in «{chat.title}»"
        return Seat(self.server, self, chat.peer, self.id)

    def allows(self, key: str = "") -> None:
        """Let the community write first."""
        self.allowed = True
        self.server.feed.put("message_allow", {"user_id": self.id, "key": key})

    def denies(self) -> None:
        """Forbid the community to write; writing to it again lifts this."""
        self.allowed = False
        self.server.feed.put("message_deny", {"user_id": self.id})

    @property
    def toasts(self) -> list[str]:
        """The snackbars shown to this person, in any conversation."""
        return self.server.toasts.setdefault(self.id, [])

    async def sees_toast(self, text: str, within: float = 60) -> str:
        """Wait for a snackbar that contains `text`."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + within
        while not (found := [one for one in self.toasts if text in one]):
            if not await self.server.toasted.wait(deadline - clock()):
                raise AssertionError(f"{self.name} saw no snackbar «{text}», only {self.toasts}")
        return found[-1]

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"


def _name(action: Json) -> str:
    return str(action.get("label", action["type"]))

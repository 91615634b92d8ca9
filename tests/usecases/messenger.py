"""A messenger in memory: chats that people look at, and the troubles that real ones have."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.usecases.platform import Edit, Keyboard, Outgoing, PhotoUnavailable, Toast


class Crash(BaseException):
    """The process dies here: nothing of ours catches it."""


@dataclass
class Shown:
    """One message of the bot as it stands in the chat now."""

    chat: str
    ids: tuple[str, ...]
    text: str
    keyboard: Keyboard
    photos: tuple[bytes, ...]
    letter: Outgoing
    edits: int = 0

    @property
    def id(self) -> str:
        return self.ids[-1]

    @property
    def labels(self) -> list[str]:
        return [one.label for row in self.keyboard for one in row]

    def data(self, label: str) -> str:
        """What the button with this label sends."""
        return next(one.data for row in self.keyboard for one in row if one.label == label)


@dataclass
class FakeMessenger:
    """`bot.usecases.platform.Messenger`. A platform like VK shows a letter of the same id only once.

    `troubles` are met one by one at the next calls for a chat (or for the ref of a photo), `always` at each;
    `dies_after` is met when the message already stands in the chat. `meanwhile` runs during every call.
    """

    platform: str
    same_id_once: bool = False
    chats: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    toasts: list[Toast] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    calls: list[tuple[str, str]] = field(default_factory=list)
    troubles: dict[str, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, BaseException] = field(default_factory=dict)
    edit_troubles: dict[str, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    dies_after: dict[str, BaseException] = field(default_factory=dict)
    meanwhile: Callable[[str], Awaitable[None]] | None = None
    _serial: int = 1000

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        await self._meet("send", letter.chat)
        known = next((one for one in self.chats[letter.chat] if one.letter.id == letter.id), None)
        if self.same_id_once and known is not None:
            return known.ids
        ids = tuple(self._next_id() for _ in range(max(1, len(letter.photos))))
        shown = Shown(letter.chat, ids, letter.text, letter.keyboard, letter.photos, replace(letter, photos=()))
        self.chats[letter.chat].append(shown)
        if letter.chat in self.dies_after:
            raise self.dies_after.pop(letter.chat)
        return ids

    async def edit(self, letter: Edit) -> None:
        await self._meet("edit", letter.chat)
        if self.edit_troubles[letter.chat]:
            raise self.edit_troubles[letter.chat].pop(0)
        found = [one for one in self.chats[letter.chat] if one.ids == letter.messages]
        assert found, f"there is no message {letter.messages} in {letter.chat}: another one could have that number"
        (shown,) = found
        assert letter.has_photo == bool(shown.photos)
        shown.text, shown.keyboard, shown.edits = letter.text, letter.keyboard, shown.edits + 1

    async def toast(self, letter: Toast) -> None:
        await self._meet("toast", letter.chat)
        self.toasts.append(letter)

    async def fetch(self, ref: str) -> bytes:
        await self._meet("fetch", ref)
        if ref not in self.pictures:
            raise PhotoUnavailable("no such file")
        return self.pictures[ref]

    async def is_member(self, chat: str, person: str) -> bool:
        await self._meet("is_member", chat)
        return person not in self.strangers

    def count(self, call: str, what: str) -> int:
        """How many times it was asked for."""
        return self.calls.count((call, what))

    def _next_id(self) -> str:
        self._serial += 1
        return str(self._serial)

    async def _meet(self, call: str, what: str) -> None:
        self.calls.append((call, what))
        if self.meanwhile is not None:
            await self.meanwhile(what)
        if call in ("send", "fetch", "toast") and self.troubles[what]:
            raise self.troubles[what].pop(0)
        if what in self.always:
            raise self.always[what]

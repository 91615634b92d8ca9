"""People of a story in one chat with the bot, told in the same words on both platforms."""

from collections.abc import Callable
from re import Pattern
from typing import Any, Protocol

from tests.servers.telegram import Seat as TelegramChair
from tests.servers.vk.people import Seat as VKChair

# A busy machine is slow, not wrong.
PATIENCE = 90.0

Message = Any  # of either platform: `buttons`, `photos` and, by `words_of`, words


class Seat(Protocol):
    """One person in one chat."""

    fake: Any

    def says(self, text: str = "", *photos: bytes, to: Message = None) -> Message:
        """Writes: words, a photo, several at once (an album where the platform has those); `to` is answered."""

    def edits(self, message: Message, text: str) -> None: ...

    def presses(self, label: str, on: Message = None) -> Any: ...

    async def told(self, press: Any) -> str:
        """The short word shown for the press, empty if there was none."""

    async def sees(self, text: str | Pattern[str], after: Message = None) -> Message: ...

    async def sees_button(self, label: str, after: Message = None) -> Message: ...

    async def sees_photo(self, after: Message = None) -> Message: ...

    async def sees_that(self, wanted: Callable[[Message], bool], what: str) -> Message:
        """Waits for a message, new or changed, that is wanted; `what` it is, for the failure."""

    def shown(self) -> list[Message]:
        """All the bot's messages in the chat as they look now, the oldest first."""


class OnTelegram:
    def __init__(self, fake: TelegramChair) -> None:
        self.fake = fake

    def says(self, text: str = "", *photos: bytes, to: Message = None) -> Message:
        match photos:
            case ():
                return self.fake.writes(text, reply_to=to)
            case (photo,):
                return self.fake.sends_photo(photo, text, reply_to=to)
        return self.fake.sends_album(photos, text, reply_to=to)[0]

    def edits(self, message: Message, text: str) -> None:
        self.fake.edits(message, text)

    def presses(self, label: str, on: Message = None) -> Any:
        return self.fake.presses(label, on)

    async def told(self, press: Any) -> str:
        return (await press.answered(PATIENCE)).text

    async def sees(self, text: str | Pattern[str], after: Message = None) -> Message:
        return await self.fake.sees_text(text, PATIENCE, after)

    async def sees_button(self, label: str, after: Message = None) -> Message:
        return await self.fake.sees_button(label, PATIENCE, after)

    async def sees_photo(self, after: Message = None) -> Message:
        return await self.fake.sees_photo(PATIENCE, after)

    async def sees_that(self, wanted: Callable[[Message], bool], what: str) -> Message:
        return await self.fake.sees_that(wanted, what, PATIENCE)

    def shown(self) -> list[Message]:
        return self.fake.sees


class OnVK:
    def __init__(self, fake: VKChair) -> None:
        self.fake = fake

    def says(self, text: str = "", *photos: bytes, to: Message = None) -> Message:
        return self.fake.writes(text, photos=photos, reply_to=to)

    def edits(self, message: Message, text: str) -> None:
        self.fake.edits(message, text)

    def presses(self, label: str, on: Message = None) -> Any:
        return self.fake.presses(label, on)

    async def told(self, press: Any) -> str:
        return await press.settles(PATIENCE) or ""

    async def sees(self, text: str | Pattern[str], after: Message = None) -> Message:
        return await self.fake.sees_text(text, PATIENCE, after=after)

    async def sees_button(self, label: str, after: Message = None) -> Message:
        return await self.fake.sees_button(label, PATIENCE, after=after)

    async def sees_photo(self, after: Message = None) -> Message:
        return await self.fake.sees_photo(PATIENCE, after=after)

    async def sees_that(self, wanted: Callable[[Message], bool], what: str) -> Message:
        return await self.fake.sees_that(wanted, what, PATIENCE)

    def shown(self) -> list[Message]:
        return self.fake.sees


def words_of(message: Message) -> str:
    """The text or the caption."""
    return str(message.words if hasattr(message, "words") else message.text)


def labels_of(message: Message) -> set[str]:
    """What stands on the buttons: rows of them on one platform, all in one list on the other."""
    return {label for row in message.buttons for label in ([row] if isinstance(row, str) else row)}

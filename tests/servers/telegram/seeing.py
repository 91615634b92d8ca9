"""What a person sees in a chat, and the buttons the person presses there."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern

from .chats import contains
from .messages import Message
from .presses import Press, Toast
from .speaking import Speaking


class Seat(Speaking):
    """A person in one chat: all that a person does there begins here."""

    def presses(self, label: str, on: Message | None = None, *, inaccessible: bool = False) -> Press | Message:
        """Presses a button by its label or a part of it: on that message, or on the newest that has one.

        A button of the keyboard below the chat sends its words instead, and the message comes back.
        """
        message = on or next((message for message in self.chat.newest() if message.button(label)), None)
        if message is None and (words := self._on_keyboard(label)):
            return self.writes(words)
        assert message, f"there is no button «{label}» here:\n{self.chat.transcript()}"
        return self.presses_data(message.data(label), on=message, inaccessible=inaccessible)

    def presses_data(self, data: str, on: Message | None = None, *, inaccessible: bool = False) -> Press:
        """Sends callback data that no button has, or an old one; `inaccessible` as if the message were long gone."""
        message = on or next(self.chat.newest(), None)
        assert message, "there is no message of the bot to press on"
        return self.world.press(self.person, message, data, inaccessible)

    def _on_keyboard(self, label: str) -> str | None:
        rows = (self.chat.reply_keyboard or {}).get("keyboard", [])
        return next((button["text"] for row in rows for button in row if label in button["text"]), None)

    @property
    def sees(self) -> list[Message]:
        """The bot's messages as they look now, without deleted ones."""
        return [message for message in self.chat.visible() if self._in_sight(message)]

    @property
    def toasts(self) -> list[Toast]:
        return self.world.toasts[self.person.id]

    async def sees_text(self, text: str | Pattern[str], within: float = 60, after: Message | None = None) -> Message:
        """Waits for a message with this text or caption in it, new or edited; `after` leaves out what was before it."""
        return await self.sees_that(contains(text), f"«{text}»", within, after)

    async def sees_button(self, label: str, within: float = 60, after: Message | None = None) -> Message:
        return await self.sees_that(
            lambda message: message.button(label) is not None, f"the button «{label}»", within, after
        )

    async def sees_photo(self, within: float = 60, after: Message | None = None) -> Message:
        return await self.sees_that(lambda message: bool(message.photos), "a photo", within, after)

    async def sees_that(
        self, wanted: Callable[[Message], bool], what: str, within: float = 60, after: Message | None = None
    ) -> Message:
        return await self.chat.shows(lambda message: self._in_sight(message) and wanted(message), what, within, after)

    def _in_sight(self, message: Message) -> bool:
        return self.topic is None or message.thread == self.topic.id

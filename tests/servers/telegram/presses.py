"""A press of a button and what the bot showed for it; and the word that goes out of everything the bot does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .messages import Message

if TYPE_CHECKING:
    from .people import Person


@dataclass(frozen=True, slots=True)
class Toast:
    """What answerCallbackQuery showed; an empty text only ends the little clock on the button."""

    text: str
    alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class Press:
    """One press of a button, waiting for answerCallbackQuery."""

    id: str
    person: Person
    message: Message
    data: str
    toast: Toast | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, within: float = 60) -> Toast:
        try:
            await asyncio.wait_for(self._answered.wait(), within)
        except TimeoutError:
            raise AssertionError(f"the press of {self.data!r} was not answered within {within} s") from None
        assert self.toast
        return self.toast

    def show(self, toast: Toast) -> None:
        self.toast = toast
        self._answered.set()


@dataclass(frozen=True, slots=True)
class Event:
    """Something the bot did: sent, edited or deleted a message, answered a press."""

    kind: str
    moment: int
    message: Message | None = None
    press: Press | None = None

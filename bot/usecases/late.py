"""What reminders and the escalation ask of the database: what is due, and who has heard of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.appeals.appeal import Appeal


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a chat heard last of an appeal, and until when an official there put it off."""

    occasion: str = ""
    put_off_until: datetime | None = None

    def rests(self, now: datetime) -> bool:
        return self.put_off_until is not None and now < self.put_off_until


class Reminders(Protocol):
    """Every word of a deadline, each said once, also by two processes."""

    async def due(self, until: datetime) -> list[Appeal]:
        """Open ones that officials owe an answer by then, the earliest first; not locked, without photos."""

    async def told(self, until: datetime) -> dict[tuple[str, str], Reminded]:
        """By number and chat, of what is due by then."""

    async def claim(self, number: str, chat: str, occasion: str) -> bool:
        """Whether it is ours to tell: nobody has told the chat of this occasion before."""

    async def put_off(self, number: str, chat: str, until: datetime) -> None:
        """Not before that; then it is told anew."""

    async def show(self, chat: str, numbers: Sequence[str], letter: str) -> None:
        """The letter with this key names them."""

    async def let_go(self, chat: str) -> None:
        """The chat's newest reminder is one no more."""

    async def letter(self, chat: str) -> str:
        """The key of the chat's newest reminder, empty without one."""

    async def naming(self, number: str) -> list[tuple[str, str]]:
        """Chats whose newest reminder names it, with the keys of the letters."""

    async def named(self, chat: str, letter: str) -> list[tuple[Appeal, datetime | None]]:
        """All that the letter names, and until when each was put off; locked against others who would renew it."""

    async def move(self, chat: str, to: str) -> None: ...

    async def escalated(self, until: datetime) -> set[tuple[str, str]]:
        """Numbers and steps, of what is due by then."""

    async def escalate(self, number: str, step: str, now: datetime) -> bool:
        """Whether the step is ours to tell, and was told by nobody before."""

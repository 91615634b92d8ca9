"""Plays a scene as its people would: they write and press through the same door as anybody, with pauses to watch."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.bootstrap import House
from bot.demo_scenes import Crowd, Scene, Step
from bot.dialogs.events import ButtonPressed, Event, KeptPhoto, MessageSent
from bot.handlers.web.demo import DemoChat
from bot.handlers.web.pages import HERE
from bot.handlers.web.panes import demo_person
from bot.usecases.platform import KeyboardButton, Update
from bot.usecases.transcript import Line

SAMPLES = HERE / "static" / "samples"
# Seconds; a bot that has not said it by then will not say it.
PATIENCE = 30.0
SCREENFUL = 20
# A crowd writes one after another, so that one sees the count grow: so many in the time of one look.
NEIGHBOURS_A_LOOK = 15

Tell = Callable[[str, str], None]  # the pane to look at, and what happens there
Skip = Callable[[int], Awaitable[None]]


Found = TypeVar("Found")


class Stalled(Exception):
    """Nobody offered what the scene waits for: somebody has played differently by hand."""


@dataclass
class Player:
    """`pause` is how long one looks at each step, in seconds."""

    house: House
    cast: Mapping[str, DemoChat]
    crowd: Crowd
    tell: Tell
    skip: Skip
    settled: Callable[[], Awaitable[None]]
    count: Callable[[int, int], str]
    pause: float = 1.8
    _since: int = 0
    _acts: int = 0
    _run: str = field(default="")

    async def play(self, scene: Scene, run: str) -> None:
        """Raises Stalled."""
        self._run, self._since = f"{run}-{scene.code}", await self._newest()
        for step in scene.steps:
            if step.note:
                self.tell(step.who, step.note)
                await asyncio.sleep(self.pause)
            await self._do(step)
            await self.settled()
        await asyncio.sleep(self.pause)

    async def _newest(self) -> int:
        found = [await self.house.transcripts.latest(chat.address, 1) for chat in self.cast.values()]
        return max((lines[0].id for lines in found if lines), default=0)

    async def _do(self, step: Step) -> None:
        chat = self.cast[step.who]
        if step.crowd:
            await self._gather(step)
        if step.says or step.replies:
            asked = (await self._question(chat)).id if step.replies else None
            await self._say(chat, step.says or step.replies, step.photo, asked)
            await asyncio.sleep(self.pause / 2)
        if step.presses and (not step.if_asked or await self._is_asked(chat, step.presses)):
            await self._press(chat, (step.presses,))
            await asyncio.sleep(self.pause / 2)
        if step.skips:
            await self.settled()
            await self.skip(step.skips)

    async def _say(self, chat: DemoChat, words: str, photo: str = "", reply_to: int | None = None) -> Line:
        kept = [await self._photo(SAMPLES / photo)] if photo else []
        transcripts, now = self.house.transcripts, self.house.service.now()
        files = [one.file for one in kept]
        line = await transcripts.add(
            chat.address, author=chat.person, text=words, at=now, photos=files, reply_to=reply_to
        )
        self.house.web_bell.ring(chat.address)
        asked = None if reply_to is None else str(reply_to)
        await self._happens(chat, MessageSent(str(line.id), demo_person(chat), words, tuple(kept), reply_to=asked))
        return line

    async def _photo(self, file: Path) -> KeptPhoto:
        kept = await self.house.service.photos.keep(await asyncio.to_thread(file.read_bytes))
        if not isinstance(kept, KeptPhoto):
            raise ValueError(f"{file.name} is no photo")
        return kept

    async def _press(self, chat: DemoChat, labels: tuple[str, ...], since: int = 0) -> None:
        line, button = await self._offered(chat, labels, since or self._since)
        self._acts += 1
        press = f"{self._run}-{self._acts}"
        await self._happens(chat, ButtonPressed(press, demo_person(chat), button.data, str(line.id)))

    async def _happens(self, chat: DemoChat, event: Event) -> None:
        self._acts += 1
        key = f"{chat.address}:{self._run}-{self._acts}"
        await self.house.accept([Update(key, chat.address, chat.group, event)])

    async def _gather(self, step: Step) -> None:
        """Each neighbour from the first word to the last press; one who is not understood does not hold the others."""
        done = 0

        async def one(serial: int) -> None:
            nonlocal done
            await asyncio.sleep(serial * self.pause / NEIGHBOURS_A_LOOK)
            name = self.crowd.names[serial % len(self.crowd.names)]
            chat = neighbour(serial, name)
            line = await self._say(chat, self.crowd.says[serial % len(self.crowd.says)])
            await self._press(chat, self.crowd.wishes, line.id)
            done += 1
            self.tell(step.who, self.count(done + 1, step.crowd + 1))

        await asyncio.gather(*(one(serial) for serial in range(step.crowd)))

    async def _offered(self, chat: DemoChat, labels: tuple[str, ...], since: int) -> tuple[Line, KeyboardButton]:
        """The newest button that begins so, waited for; an earlier label is liked better."""

        async def look() -> tuple[Line, KeyboardButton] | None:
            lines = [one for one in await self._heard(chat) if one.id > since]
            found = (
                (one, key) for label in labels for one in lines for key in _keys(one) if key.label.startswith(label)
            )
            return next(found, None)

        return await self._waited(chat, look, f"{chat.title}: {labels}")

    async def _question(self, chat: DemoChat) -> Line:
        """What the bot asked this very person last."""

        async def look() -> Line | None:
            asked = [one for one in await self._heard(chat) if one.id > self._since]
            return next((one for one in asked if one.text.startswith(f"{chat.person}!")), None)

        return await self._waited(chat, look, f"{chat.title}: no question")

    async def _is_asked(self, chat: DemoChat, label: str) -> bool:
        """Whether the first word back offers it."""

        async def look() -> Line | None:
            return next((one for one in await self._heard(chat) if one.id > self._since and one.keyboard), None)

        return any(
            key.label.startswith(label) for key in _keys(await self._waited(chat, look, f"{chat.title}: no answer"))
        )

    async def _waited(self, chat: DemoChat, look: Callable[[], Awaitable[Found | None]], what: str) -> Found:
        """Looks whenever the chat has news, for people and bots take their time. Raises Stalled."""
        seats = {(chat.address, demo_person(chat).address)}
        try:
            async with asyncio.timeout(PATIENCE):
                with self.house.web_bell.listen(seats) as listener:
                    while True:
                        listener.heard()
                        found = await look()
                        if found is not None:
                            return found
                        await listener.wait(PATIENCE)
        except TimeoutError:
            raise Stalled(what) from None

    async def _heard(self, chat: DemoChat) -> list[Line]:
        """What the bot said last, the newest first."""
        lines = await self.house.transcripts.latest(chat.address, SCREENFUL)
        return [one for one in reversed(lines) if not one.author]


def neighbour(serial: int, name: str) -> DemoChat:
    """One of the crowd: a resident like any other, only without a pane."""
    return DemoChat(name, f"demo:neighbour:{serial}", group=False, person=name)


def _keys(line: Line) -> list[KeyboardButton]:
    return [key for row in line.keyboard for key in row]

"""Residents and officials of the stories: they write, press and see; time and letters go on by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.appeals.appeal import Place
from bot.appeals.district import Point
from bot.appeals.status import Action
from bot.dialogs.draft import Draft, Said
from bot.dialogs.effects import Act
from bot.dialogs.events import ButtonPressed, Event, MessageEdited, MessageSent, Person, RemotePhoto
from bot.dialogs.resident.states import Confirming, Talk
from bot.usecases.codec import dump_talk
from bot.usecases.platform import Update
from tests.usecases.messenger import FakeMessenger, Shown

if TYPE_CHECKING:
    from tests.usecases.world import World

NUMBER = re.compile(r"\d\d-\d{5}")


@dataclass
class Someone:
    """A person in one chat; `group` for officials."""

    world: World
    chat: str
    person: Person
    group: bool = False

    async def writes(
        self,
        text: str = "",
        *photos: str,
        to: Shown | None = None,
        point: Point | None = None,
        album: str | None = None,
    ) -> str:
        """The platform's id of the message; `photos` are refs that the messenger knows."""
        return await self._happens(self.message(text, *photos, to=to, point=point, album=album))

    async def edits(self, message: str, text: str) -> None:
        await self._happens(MessageEdited(message, self.person, text))

    async def presses(self, label: str, on: Shown | None = None) -> None:
        """The newest button with this label, or the one under a certain message."""
        await self._happens(self.press(label, on))

    async def does(self, event: Event) -> None:
        await self._happens(event)

    def message(
        self,
        text: str = "",
        *photos: str,
        to: Shown | None = None,
        point: Point | None = None,
        album: str | None = None,
    ) -> MessageSent:
        answered = to.id if to else None
        remote = tuple(RemotePhoto(one) for one in photos)
        return MessageSent(self.world.new_id(), self.person, text, remote, point, reply_to=answered, album=album)

    def press(self, label: str, on: Shown | None = None) -> ButtonPressed:
        shown = on or next(one for one in reversed(self.sees) if label in one.labels)
        return ButtonPressed(f"press-{self.world.new_id()}", self.person, shown.data(label), shown.id)

    def update(self, event: Event) -> Update:
        return Update(f"{self.messenger.platform}:{self.world.new_id()}", self.chat, self.group, event)

    async def _happens(self, event: Event) -> str:
        await self.world.accept([self.update(event)])
        await self.world.settle()
        return getattr(event, "message", None) or ""

    @property
    def messenger(self) -> FakeMessenger:
        return self.world.messengers[self.chat.partition(":")[0]]

    @property
    def sees(self) -> list[Shown]:
        return self.messenger.chats[self.chat]

    @property
    def last(self) -> Shown:
        return self.sees[-1]

    @property
    def screen(self) -> str:
        """Everything that stands in the chat now."""
        return "\n".join(one.text for one in self.sees)

    def seen(self, words: str) -> Shown:
        """The newest message with these words."""
        found = [one for one in self.sees if words in one.text]
        assert found, f"«{words}» is not in:\n{self.screen}"
        return found[-1]

    def card(self, number: str) -> Shown:
        """The card of the appeal: the newest message that names its state."""
        return self.seen(f"№ {number} · ")

    @property
    def toast(self) -> str:
        return next(one.text for one in reversed(self.messenger.toasts) if one.person == self.person.address)


@dataclass
class Resident(Someone):
    """Somebody with a trouble."""

    async def agrees(self) -> None:
        await self.writes("/start")
        await self.presses("Даю согласие")

    async def files(self, text: str, *photos: str) -> str:
        """Words, one press; the number."""
        await self.writes(text, *photos)
        await self.world.later(seconds=2)
        await self.presses("Отправить")
        return self.number

    async def tells(self, text: str, *photos: str, point: Point | None = None) -> Shown:
        """A clear message, and the quiet after it; what the bot says to it."""
        await self.writes(text, *photos, point=point)
        await self.world.later(seconds=2)
        return self.last

    async def joins(self, text: str, *photos: str) -> str:
        """Words, and «Я тоже»; the number."""
        await self.tells(text, *photos)
        await self.presses("Я тоже")
        return self.number

    async def is_about_to_send(self, text: str = "Яма у магазина", topic: str = "roads.pothole") -> None:
        """Stands before the last press, without the conversation that leads there."""
        draft = Draft((Said("0", text),), topic=topic, place=Place("tretyakovo", "Бабино"))
        async with self.world.service.store.transaction() as tx:
            resident = await tx.residents.of_chat(self.chat, self.person.name, self.world.now)
            await tx.residents.consent(resident.id, "1", self.world.now)
            await tx.talks.save(self.chat, False, dump_talk(Talk(Confirming(draft), turn=1)), None)

    async def has_filed(self, text: str = "Яма у магазина", topic: str = "roads.pothole") -> str:
        """An appeal for stories that begin later; its number."""
        await self.is_about_to_send(text, topic)
        await self.does(self.sending())
        return self.number

    def sending(self) -> ButtonPressed:
        """The press on «Отправить»."""
        return ButtonPressed(f"press-{self.world.new_id()}", self.person, "send:1")

    @property
    def number(self) -> str:
        """The number told last."""
        return NUMBER.findall(self.screen)[-1]


@dataclass
class Official(Someone):
    """Somebody who answers for a desk, a settlement or the district."""

    async def binds(self, code: str) -> None:
        await self.writes(code)

    async def has_done(self, number: str, action: Action, text: str = "") -> None:
        """Something done to an appeal, for stories that begin later: no prompt, no preview, no time to recall."""
        async with self.world.service.store.transaction() as tx:
            await self.world.actor(tx).act(Act(number, action, self.person, text), self.chat)
        await self.world.settle()

    async def answers(self, number: str, verb: str, text: str = "", *photos: str) -> None:
        """Presses the verb on the card, answers the prompt, sends, and lets the time to recall pass."""
        await self.presses(verb, self.card(number))
        await self.writes(text, *photos, to=self.last)
        await self.presses("Отправить жителю")
        await self.world.later(seconds=30)

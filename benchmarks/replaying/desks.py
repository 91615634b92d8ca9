"""The officials of one desk in one chat: they accept a card, answer it, look at the preview and send."""

import asyncio
import re

from benchmarks.platforms import Platform, Seen
from benchmarks.replaying.book import Book
from benchmarks.replaying.pictures import mended
from benchmarks.replaying.wording import Wording

DONE = "Всё сделали, бригада была на месте. Спасибо, что написали. Ответ по № {number}."
EXPLAINED = "Разобрались: работы стоят в плане на этот месяц, мы проследим. Ответ по № {number}."


class DeskChat:
    """`takes` tells whose appeals these officials answer: each is answered in one of the desk's chats, seen in all."""

    def __init__(
        self, platform: Platform, desk: str, group: int, officials: list[int], takes: int, wording: Wording, book: Book
    ) -> None:
        self.platform, self.desk, self.group, self._officials = platform, desk, group, officials
        self.address = f"{platform.name}:{group}"
        self._takes, self._said, self._book = takes, wording, book
        self._heard: asyncio.Queue[Seen] = asyncio.Queue()
        self._cards: dict[int, str] = {}
        self._with_photos: set[str] = set()
        self._prompted: set[str] = set()
        self.bound = asyncio.Event()

    def hears(self, seen: Seen) -> None:
        self._heard.put_nowait(seen)

    async def bind(self, code: str) -> None:
        """Sends the invite's code to the chat and waits for the bot's yes."""
        await self.platform.writes(self._officials[0], f"/start {code}", group=self.group)
        await asyncio.wait_for(self.bound.wait(), 60)

    async def run(self) -> None:
        while True:
            seen = await self._heard.get()
            match seen.kind:
                case "sent":
                    await self._new(seen)
                case "edited" if seen.message in self._cards:
                    await self._card_changed(seen, self._cards[seen.message])
                case "answered" if seen.toast in self._said.refusals:
                    self._book.trouble(f"{self.address} was told: {seen.toast}")

    async def _new(self, seen: Seen) -> None:
        said = self._said
        if photos := said.photos_of.search(seen.text):
            self._with_photos.add(photos[1])
        elif (card := said.card.match(seen.text)) and said.text("desk-history") in seen.buttons:
            await self._new_card(seen, card[1])
        elif prompt := self._match(said.prompts, seen):
            await self._answer(seen, prompt)
        elif said.text("desk-send") in seen.buttons:
            await self._look_at_preview(seen)
        elif voted := self._match(said.voted, seen):
            self._book.told_of_vote[self.address, voted] += 1
        elif said.text("bound-desk", title="").split(":")[0] in seen.text:
            self.bound.set()
        elif seen.text in said.refusals:
            self._book.trouble(f"{self.address} was told: {seen.text}")

    @staticmethod
    def _match(patterns: dict[str, re.Pattern[str]], seen: Seen) -> str | None:
        return next((found[1] for one in patterns.values() if (found := one.search(seen.text))), None)

    async def _new_card(self, seen: Seen, number: str) -> None:
        self._cards[seen.message] = number
        self._book.cards[self.address, number] += 1
        if int(number[-5:]) % 2 == self._takes:
            await self._press(seen, number, "desk-accept")

    async def _card_changed(self, seen: Seen, number: str) -> None:
        """Accepted: the card has no «Принять» any more, and can be answered."""
        mine = int(number[-5:]) % 2 == self._takes
        if mine and number not in self._prompted and self._said.text("desk-accept") not in seen.buttons:
            self._prompted.add(number)
            self._book.accepted.add(number)
            await self._press(seen, number, "desk-solve" if number in self._with_photos else "desk-explain")

    async def _answer(self, seen: Seen, number: str) -> None:
        """A reply to the bot's own question; what was done is shown on a photo."""
        solved = number in self._with_photos
        words = (DONE if solved else EXPLAINED).format(number=number)
        self._book.answered[number] = words
        photos = [mended(int(number[-5:]))] if solved else []
        who = self._official(number)
        await self.platform.writes(who, words, photos, group=self.group, reply_to=seen.message)

    async def _look_at_preview(self, seen: Seen) -> None:
        number = self._said.number.search(seen.text)
        if number is None or self._book.answered.get(number[0], " ") not in seen.text:
            self._book.trouble(f"{self.address}: a preview without the official's words: {seen.text[:80]}")
            return
        await self._press(seen, number[0], "desk-send")

    async def _press(self, seen: Seen, number: str, button: str) -> None:
        label = self._said.text(button)
        await self.platform.presses(self._official(number), label, seen.message, self.group)

    def _official(self, number: str) -> int:
        return self._officials[int(number[-5:]) // 2 % len(self._officials)]

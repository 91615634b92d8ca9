"""A resident: consents once, writes, answers what the bot asks, sends, and votes when the answer has come."""

import asyncio
from collections.abc import Sequence

from benchmarks.platforms import Platform, Seen
from benchmarks.replaying.book import Book, Course
from benchmarks.replaying.messages import Case
from benchmarks.replaying.pictures import broken
from benchmarks.replaying.wording import Wording

# Every so many questions about the place are answered in words instead of by a button.
TYPED = 5


class Resident:
    """Writes one message after another; what is shown in the private chat comes to `hears`."""

    def __init__(self, platform: Platform, who: int, cases: Sequence[Case], wording: Wording, book: Book) -> None:
        self.platform, self.who, self.address = platform, who, f"{platform.name}:{who}"
        self._said, self._book = wording, book
        self._courses = [Course(case, platform.name, self.address) for case in cases]
        book.courses += self._courses
        self._heard: asyncio.Queue[Seen] = asyncio.Queue()
        self._writing: Course | None = None
        self._consented = False

    def hears(self, seen: Seen) -> None:
        self._heard.put_nowait(seen)

    async def run(self) -> None:
        """Until every message of this resident has got its answer and its vote."""
        if self.who % 2:
            await self.platform.writes(self.who, "/start")
        else:
            await self._begin()
        while not all(one.thanked for one in self._courses):
            seen = await self._heard.get()
            if seen.kind == "answered":
                self._look_at_toast(seen)
            elif seen.kind == "sent":
                await self._react(seen)

    async def _begin(self) -> None:
        """The next message that is not yet filed."""
        self._writing = next((one for one in self._courses if not one.number), None)
        if self._writing is None:
            return
        case = self._writing.case
        photos = [broken(case.index + some) for some in range(case.photos)]
        await self.platform.writes(self.who, "" if case.photos_first else case.text, photos)

    async def _react(self, seen: Seen) -> None:
        said, first = self._said, seen.text.split("\n\n")[0]
        if said.text("button-agree") in seen.buttons:
            await self._consent(seen)
        elif said.text("button-send") in seen.buttons:
            await self._press(seen, said.text("button-send"))
        elif label := next((one for one in said.goes_on if one in seen.buttons), None):
            await self._press(seen, label)
        elif (
            seen.text in said.topic_questions
            or seen.text in said.place_questions
            or seen.text == said.locality_question
        ):
            await self._choose(seen)
        elif seen.text in said.words_questions and self._writing:
            await self.platform.writes(self.who, self._writing.case.text)
        elif filed := said.filed.match(first):
            await self._got_number(filed[1])
        elif any(pattern.match(first) for pattern in said.told.values()):
            await self._got_answer(seen)
        elif first in said.thanks.values():
            self._got_thanks(first)
        elif seen.text in said.refusals:
            self._book.trouble(f"{self.address} was told: {seen.text}")

    async def _consent(self, seen: Seen) -> None:
        if self._consented:
            return
        self._consented = True
        self._book.consents += 1
        await self.platform.presses(self.who, self._said.text("button-agree"), seen.message)
        if self._writing is None:
            await self._begin()

    async def _press(self, seen: Seen, label: str) -> None:
        if self._writing is None:
            self._book.trouble(f"{self.address} was asked while nothing was being written: {seen.text[:80]}")
            return
        self._writing.presses += 1
        await self.platform.presses(self.who, label, seen.message)

    async def _choose(self, seen: Seen) -> None:
        """The likeliest topic; a place by the number of the message, so that all settlements have something to do."""
        course = self._writing
        if course is None:
            return await self._press(seen, "")
        choices = [label for label in seen.buttons if label not in self._said.not_choices]
        if seen.text in self._said.topic_questions:
            course.topic_asked = True
            return await self._press(seen, choices[0])
        course.place_asked = True
        at = course.case.index % len(choices)
        if seen.text == self._said.locality_question and course.case.index % TYPED == 0:
            course.presses += 1
            return await self.platform.writes(self.who, choices[at])
        return await self._press(seen, choices[at])

    async def _got_number(self, number: str) -> None:
        if self._writing is None:
            self._book.trouble(f"{self.address} got a number that nobody waited for: {number}")
            return
        self._writing.number = number
        await self._begin()

    async def _got_answer(self, seen: Seen) -> None:
        number = self._said.number.search(seen.text)
        course = next((one for one in self._courses if number and one.number == number[0]), None)
        if course is None:
            self._book.trouble(f"{self.address} got a foreign answer: {number}")
            return
        words = self._book.answered.get(course.number, "")
        if not words or words not in seen.text:
            self._book.trouble(f"{self.address}: the answer to {course.number} does not hold the official's words")
        course.answers += 1
        course.answer_photos += seen.photos
        course.vote = "neutral" if course.case.index % 3 == 0 else "good"
        await self.platform.presses(self.who, self._said.text(f"button-{course.vote}"), seen.message)

    def _got_thanks(self, words: str) -> None:
        vote = next(name for name, thanks in self._said.thanks.items() if thanks == words)
        course = next((one for one in self._courses if one.vote == vote and not one.thanked), None)
        if course is None:
            self._book.trouble(f"{self.address} was thanked for no vote: {words}")
        else:
            course.thanked = True

    def _look_at_toast(self, seen: Seen) -> None:
        if seen.toast in self._said.refusals:
            self._book.trouble(f"{self.address} was told: {seen.toast}")

"""A resident: writes in two breaths, agrees, sends, waits for the answer and votes; never presses twice."""

import asyncio

from benchmarks.faulty import wording
from benchmarks.faulty.book import Book, Course
from benchmarks.faulty.ears import Post, Shown
from benchmarks.faulty.photos import broken
from tests.e2e.people import Seat, labels_of, words_of
from tests.e2e.wording import number_in


class Resident:
    """One conversation; `course` tells how far it has come."""

    def __init__(self, seat: Seat, post: Post, course: Course, book: Book) -> None:
        self._seat, self._post, self._course, self._book = seat, post, course, book
        self._agreed = self._sent = False
        self._pressed: set[int] = set()

    async def lives(self) -> None:
        course = self._course
        course.step = "written"
        self._seat.says(course.words[0], *([broken(course.index)] if course.photo else []))
        self._seat.says(course.words[1])
        while not course.thanked:
            shown = await self._post.get()
            await asyncio.sleep(0)
            if shown.kind == "answered":
                self._hears_toast(shown)
            else:
                self._looks(shown)

    def _looks(self, shown: Shown) -> None:
        course = self._course
        if wording.AGREE in shown.buttons:
            self._agrees(shown)
        elif wording.SEND in shown.buttons:
            self._sends(shown)
        elif label := next((one for one in wording.GOES_ON if one in shown.buttons), None):
            self._presses_once(shown, label)
        elif any(one.fullmatch(shown.text) for one in wording.QUESTIONS):
            self._presses_once(shown, next(one for one in shown.buttons if one not in wording.NOT_CHOICES))
        elif wording.FILED.search(shown.text):
            self._got_number(number_in(shown.text))
        elif any(one.search(shown.text) for one in wording.TOLD) and number_in(shown.text) == course.number:
            self._got_answer(shown)
        elif wording.RATED.search(shown.text):
            course.step, course.thanked = "thanked", True
        elif any(one.search(shown.text) for one in wording.PHOTOS_LOST):
            self._book.told["the photo is to be sent again"] += 1
            self._seat.says("", broken(course.index))
        elif wording.PHOTO_WAITS.search(shown.text):
            self._book.told["a photo waits for room on the disk"] += 1
        elif any(one.search(shown.text) for one in wording.BROKEN):
            self._book.troubles.append(f"{course.chat} was told that something broke")

    def _hears_toast(self, shown: Shown) -> None:
        """A card that was renewed under the finger: the new one is pressed."""
        if shown.toast in wording.STALE:
            self._book.told["a button had gone stale"] += 1
            self._sent = False
            self._pressed.clear()
            for one in self._seat.shown():
                if not self._course.number and wording.SEND in labels_of(one):
                    self._sends(Shown("edited", one, words_of(one), frozenset(labels_of(one))))

    def _agrees(self, shown: Shown) -> None:
        if not self._agreed:
            self._agreed, self._course.step = True, "agreed"
            self._seat.presses(wording.AGREE, on=shown.message)

    def _sends(self, shown: Shown) -> None:
        """Only when both breaths stand in the card, in their order."""
        first, second = (shown.text.find(one) for one in self._course.words)
        if not self._sent and 0 <= first < second and self._can(shown, wording.SEND):
            self._sent, self._course.step = True, "sent"
            self._seat.presses(wording.SEND, on=shown.message)

    def _presses_once(self, shown: Shown, label: str) -> None:
        if shown.message.id not in self._pressed and self._can(shown, label):
            self._pressed.add(shown.message.id)
            self._course.step = f"pressed «{label}»"
            self._seat.presses(label, on=shown.message)

    @staticmethod
    def _can(shown: Shown, label: str) -> bool:
        """It may look otherwise by now."""
        return any(label in one for one in labels_of(shown.message))

    def _got_number(self, number: str) -> None:
        course = self._course
        if course.number == number:
            self._book.seen_again += 1
        elif course.number:
            self._book.troubles.append(f"{course.chat} got two numbers: {course.number}, {number}")
        else:
            course.number, course.step = number, "filed"

    def _got_answer(self, shown: Shown) -> None:
        course = self._course
        course.answers += 1
        if self._book.answers.get(course.number, "\0") not in shown.text:
            self._book.troubles.append(f"{course.number}: the answer is not what the official wrote")
        if course.answers == 1:
            course.step = "answered"
            self._seat.presses(wording.GOOD, on=shown.message)
        else:
            self._book.seen_again += 1

"""The officials of one chat: they accept each card, answer it, look at the preview and send; many at once."""

import asyncio
from dataclasses import dataclass, field

from benchmarks.faulty import wording
from benchmarks.faulty.book import Book, is_solved
from benchmarks.faulty.ears import Post, Shown
from benchmarks.faulty.photos import mended
from tests.e2e.people import Message, Seat
from tests.e2e.wording import number_in


@dataclass
class Case:
    """How far the answer to one appeal has come; `prompts` are the copies of the question, those replied to first."""

    step: str = "accepting"
    prompts: list[Message] = field(default_factory=list)
    replies: int = 0
    refused: bool = False


class Desk:
    """`takes` tells whose appeals are answered in this chat: a desk has one chat on each platform."""

    def __init__(self, platform: str, seats: tuple[Seat, ...], post: Post, book: Book) -> None:
        self.platform, self._seats, self._post, self._book = platform, seats, post, book
        self.cases: dict[str, Case] = {}
        self.bound = asyncio.Event()

    async def lives(self) -> None:
        while True:
            shown = await self._post.get()
            await asyncio.sleep(0)
            if shown.kind == "answered":
                self._book.told["a button of the desk had gone stale"] += shown.toast in wording.STALE
            else:
                self._looks(shown)

    def _looks(self, shown: Shown) -> None:
        if wording.BOUND.search(shown.text):
            self.bound.set()
        elif any(one.search(shown.text) for one in wording.PROMPTS):
            self._prompted(shown, number_in(shown.text))
        elif wording.DESK_SEND in shown.buttons:
            self._previewed(shown, number_in(shown.text))
        elif wording.HISTORY in shown.buttons and wording.CARD.match(shown.text):
            self._sees_card(shown, number_in(shown.text))
        elif wording.UNKNOWN_REPLY.search(shown.text):
            self._refused()
        elif any(one.search(shown.text) for one in wording.PHOTOS_LOST):
            self._book.told["the photo of an answer is to be sent again"] += 1
            self._refused()
        elif wording.PHOTO_WAITS.search(shown.text):
            self._book.told["a photo waits for room on the disk"] += 1
        elif any(one.search(shown.text) for one in wording.BROKEN):
            self._book.troubles.append(f"officials on {self.platform} were told that something broke")

    def _sees_card(self, shown: Shown, number: str) -> None:
        """New: it is accepted; accepted: it is answered. Only by the chat on the resident's own platform."""
        case = self.cases.get(number)
        if case is None and wording.ACCEPT in shown.buttons and self._is_ours(number):
            self.cases[number] = Case()
            self._presses(number, wording.ACCEPT, shown)
        elif case and case.step == "accepting" and wording.ACCEPTED.search(shown.text):
            case.step = "asking"
            self._presses(number, wording.VERBS["solve" if is_solved(number) else "explain"], shown)

    def _is_ours(self, number: str) -> bool:
        """Odd numbers are answered on one platform, even ones on the other."""
        return int(number[-1]) % 2 == (self.platform == "vk")

    def _prompted(self, shown: Shown, number: str) -> None:
        case = self.cases.get(number)
        if case is None or shown.kind != "sent":
            return
        case.prompts.append(shown.message)
        if case.replies == 0 or case.refused:
            self._replies(number, case)

    def _replies(self, number: str, case: Case) -> None:
        """To the newest copy: it is the one that the bot knows, if it knows only one."""
        self._book.answers[number] = words = f"Ответ по № {number}: мастера были, всё в порядке."
        photos = [mended(int(number[-5:]))] if is_solved(number) else []
        case.step, case.replies, case.refused = "replied", case.replies + 1, False
        self._seat(number).says(words, *photos, to=case.prompts[-1])

    def _refused(self) -> None:
        """Which reply it was is not said: all that wait for their preview are answered anew."""
        self._book.told["a reply was to be repeated"] += 1
        for number, case in self.cases.items():
            if case.step == "replied":
                case.refused = True
                if len(case.prompts) > case.replies:
                    self._replies(number, case)

    def _previewed(self, shown: Shown, number: str) -> None:
        case = self.cases.get(number)
        if case and case.step == "replied":
            case.step = "sent"
            self._presses(number, wording.DESK_SEND, shown)

    def _presses(self, number: str, label: str, shown: Shown) -> None:
        if any(label in one for one in shown.buttons):
            self._seat(number).presses(label, on=shown.message)

    def _seat(self, number: str) -> Seat:
        return self._seats[int(number[-2:]) // 2 % len(self._seats)]

"""Many residents at once on a Telegram of our own: they write, and write again as soon as they are answered."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.servers.telegram import Event, Message, Person, TelegramServer


@dataclass
class Tally:
    """What went over the wire while the clock ran."""

    seconds: float = 0.0
    messages: int = 0
    updates: int = 0
    calls: Counter[str] = field(default_factory=Counter)


class Crowd:
    """`goes_on(person, message)` says what a person does about a message of the bot; True if that ends a round.

    Each message also brings so many `cards` to groups; the clock runs until the last of them.
    """

    def __init__(
        self,
        server: TelegramServer,
        size: int,
        write: Callable[[Person, int], object],
        goes_on: Callable[[Person, Message], bool],
        *,
        cards: int = 0,
    ) -> None:
        self._server, self._write, self._goes_on, self._cards = server, write, goes_on, cards
        self.people = [server.user(f"Житель {number}") for number in range(size)]
        self._by_chat = {one.id: one for one in self.people}
        self._left: dict[int, int] = {}
        self._serial = 0
        self._cards_left = 0
        self._done = asyncio.Event()
        self.tally = Tally()
        server.on_event(self._hear)

    async def lives(self, rounds: int, within: float) -> Tally:
        """Everybody writes `rounds` messages one after another. Raises TimeoutError."""
        self.tally, self._done = Tally(messages=rounds * len(self.people)), asyncio.Event()
        self._left = dict.fromkeys(self._by_chat, rounds)
        self._cards_left = self._cards * self.tally.messages
        first, began = self._server.world.updates._next_id, time.perf_counter()
        for person in self.people:
            self._next(person)
        await asyncio.wait_for(self._done.wait(), within)
        self.tally.seconds = time.perf_counter() - began
        self.tally.updates = self._server.world.updates._next_id - first
        return self.tally

    def _next(self, person: Person) -> None:
        self._serial += 1
        self._write(person, self._serial)

    def _hear(self, event: Event) -> None:
        self.tally.calls[event.kind] += 1
        if event.message is None or event.kind != "sent":
            return
        if person := self._by_chat.get(event.message.chat.id):
            # After the bot has got its answer: nobody is quicker than the wire.
            asyncio.get_running_loop().call_soon(self._react, person, event.message)
        else:
            self._cards_left -= 1
            self._look_whether_done()

    def _react(self, person: Person, message: Message) -> None:
        if self._goes_on(person, message):
            self._left[person.id] -= 1
            if self._left[person.id] > 0:
                self._next(person)
            self._look_whether_done()

    def _look_whether_done(self) -> None:
        if self._cards_left <= 0 and not any(self._left.values()):
            self._done.set()


def echo_crowd(server: TelegramServer, size: int) -> Crowd:
    """They write, and are content with any answer."""
    return Crowd(server, size, lambda person, serial: person.writes(f"Сообщение {serial}"), lambda *_: True)


def filing_crowd(
    server: TelegramServer, size: int, texts: Sequence[str], labels: tuple[str, ...], number: str
) -> Crowd:
    """They press the buttons with these labels wherever they see them; the words of `number` end a round."""

    def goes_on(person: Person, message: Message) -> bool:
        for label in labels:
            if label in message.buttons:
                person.presses(label, on=message)
        return number in message.words

    return Crowd(server, size, lambda person, serial: person.writes(texts[serial % len(texts)]), goes_on, cards=1)
